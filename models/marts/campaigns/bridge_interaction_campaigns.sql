{#
    Grain: one row per interaction and campaign that it belongs to (SPEC 6).
    Why:   an interaction may belong to several campaigns; campaign_share splits it evenly, so that
           sums over campaigns never count it twice. An interaction that belongs to none has no row.
#}
{{ config(scope="{{ has_changed(['interaction'], 'interaction_id') }}") }}
with

campaign_matches as (

    select *
    from {{ ref('int_campaign_matches') }}
    {% if is_incremental() -%}
    where {{ in_scope() }}
    {%- endif %}

),

strongest as (

    select
        interaction_id,
        campaign_id,
        min(
            case match_type
                when 'utm' then 1
                when 'asset' then 2
                else 3
            end
        ) as match_rank
    from campaign_matches
    group by interaction_id, campaign_id

),

final as (

    select
        -- ids
        interaction_id,
        campaign_id,

        -- match
        case match_rank
            when 1 then 'utm'
            when 2 then 'asset'
            else 'keyword'
        end as match_type,
        cast(
            row_number() over (partition by interaction_id order by campaign_id asc) as integer
        ) as campaign_index,
        cast(count(*) over (partition by interaction_id) as integer) as campaign_count,
        1 / cast(count(*) over (partition by interaction_id) as double) as campaign_share
    from strongest

)

select * from final
