{#
    Grain: one row per distinct (page_query, referrer_host, is_internal_referrer) of an event that
           starts a session; with session_breaks_on_new_source, which needs the sources before there
           are sessions, of any event.
    Why:   millions of events share some ten thousands of these signatures, so each is classified
           once by the rules of SPEC 3, whose text and number stand above each `when`.
#}
{{ config(incremental_strategy="append") }}
with

landings as (

    {% if var('session_breaks_on_new_source') -%}
    select * from {{ web_events_to_make() }}
    {% else -%}
    {{ slices_of(ref('int_session_landings'), 'started_at') }}
    {%- endif %}

),

url_parameters as (

    select * from {{ ref('int_url_parameters') }}

),

referrer_hosts as (

    select * from {{ ref('referrer_hosts') }}

),

found_signatures as (

    select
        page_query,
        referrer_host,
        is_internal_referrer
    from landings
    group by page_query, referrer_host, is_internal_referrer

),

signatures as (

    select found_signatures.*
    from found_signatures
    {% if is_incremental() -%}
    left join {{ this }} as known
        on
            found_signatures.page_query is not distinct from known.page_query
            and found_signatures.referrer_host is not distinct from known.referrer_host
            and found_signatures.is_internal_referrer = known.is_internal_referrer
    where known.is_internal_referrer is null
    {% endif %}
),

-- Hosts to look up, and utm_source values, which may also be an alias such as fb.
lookups as (

    select
        referrer_host as lookup,
        false as is_alias
    from signatures
    where referrer_host is not null
    group by referrer_host

    union all

    select
        lower(utm_source) as lookup,
        true as is_alias
    from url_parameters
    where utm_source is not null
    group by lower(utm_source)

),

-- A host, and each of its parents: only whole labels match, never a part of one.
suffixes as (

    select
        lookup,
        is_alias,
        1 as label_count,
        lookup as suffix
    from lookups
    where is_alias and lookup not like '%.%'

    {% for label_count in range(2, 7) -%}
    union all

    select
        lookup,
        is_alias,
        {{ label_count }} as label_count,
        {{ regexp_group(
            'lookup', '(?:^|[.])((?:[^.]+[.]){' ~ (label_count - 1) ~ '}[^.]+)\\z'
        ) }} as suffix
    from lookups

    {% endfor -%}
),

-- The longest entry wins: mail.google.com is mail although google.com is search.
ranked as (

    select
        suffixes.lookup,
        suffixes.is_alias,
        referrer_hosts.kind,
        referrer_hosts.name,
        row_number() over (
            partition by suffixes.lookup, suffixes.is_alias
            order by suffixes.label_count desc
        ) as match_rank
    from suffixes
    inner join referrer_hosts
        on suffixes.suffix = referrer_hosts.host

),

matched as (

    select *
    from ranked
    where match_rank = 1

),

described as (

    select
        signatures.*,
        url_parameters.utm_source,
        url_parameters.utm_campaign,
        url_parameters.utm_content,
        url_parameters.utm_term,
        lower(url_parameters.utm_source) as u,
        lower(url_parameters.utm_medium) as m,
        lower(url_parameters.utm_campaign) as c,
        lower(url_parameters.source) as source_parameter,
        coalesce(
            url_parameters.utm_source, url_parameters.utm_medium, url_parameters.utm_campaign
        ) is not null as has_utm,
        coalesce(
            url_parameters.gclid,
            url_parameters.gbraid,
            url_parameters.wbraid,
            url_parameters.msclkid
        ) is not null as has_search_click_id,
        coalesce(
            url_parameters.fbclid, url_parameters.li_fat_id, url_parameters.ttclid
        ) is not null as has_social_click_id,
        referrers.kind as referrer_kind,
        referrers.name as referrer_name,
        coalesce(utm_sources.kind = 'social', false) as is_utm_source_network,
        coalesce(utm_sources.kind = 'ai', false) as is_utm_source_ai,
        utm_sources.name as utm_source_name
    from signatures
    left join url_parameters
        on signatures.page_query = url_parameters.query_string
    left join matched as referrers
        on signatures.referrer_host = referrers.lookup and not referrers.is_alias
    left join matched as utm_sources
        on lower(url_parameters.utm_source) = utm_sources.lookup and utm_sources.is_alias

),

flagged as (

    select
        *,
        coalesce(referrer_kind = 'social', false) as is_referrer_social,
        coalesce(referrer_kind = 'ai', false) as is_referrer_ai,
        coalesce(referrer_kind = 'search', false) as is_referrer_search,
        coalesce(referrer_kind = 'mail', false) as is_referrer_mail,
        coalesce(
            referrer_kind = 'search' and referrer_name = 'Google', false
        ) as is_referrer_google,
        coalesce({{ contains_any('m', ['paid', 'ppc', 'cpc']) }}, false) as is_paid_medium
    from described

),

ruled as (

    select
        *,
        case
            -- m = social and (u is a network, or the referrer is social)
            when m = 'social' and (is_utm_source_network or is_referrer_social) then 1
            -- query param source contains adword, ppc or cpc
            when {{ contains_any('source_parameter', ['adword', 'ppc', 'cpc']) }} then 2
            -- gclid, gbraid, wbraid or msclkid present
            when has_search_click_id then 3
            -- m contains paid, ppc or cpc and (u is a network or the referrer is social); or u or m
            -- contains paidsocial;
            -- or fbclid/li_fat_id/ttclid with such an m
            when is_paid_medium and (is_utm_source_network or is_referrer_social) then 4
            when {{ contains_any('u', ['paidsocial']) }} then 4
            when {{ contains_any('m', ['paidsocial']) }} then 4
            when is_paid_medium and has_social_click_id then 4
            -- any of u, m, c present and the referrer is google
            when has_utm and is_referrer_google then 5
            -- u, m or c contains adword, ppc or cpc
            when {{ contains_any('u', ['adword', 'ppc', 'cpc']) }} then 6
            when {{ contains_any('m', ['adword', 'ppc', 'cpc']) }} then 6
            when {{ contains_any('c', ['adword', 'ppc', 'cpc']) }} then 6
            -- u, m, c or source contains email
            when {{ contains_any('u', ['email']) }} then 7
            when {{ contains_any('m', ['email']) }} then 7
            when {{ contains_any('c', ['email']) }} then 7
            when {{ contains_any('source_parameter', ['email']) }} then 7
            -- referrer or u is a known AI assistant
            when is_referrer_ai or is_utm_source_ai then 8
            -- any of u, m, c, source present
            when has_utm or source_parameter is not null then 9
            -- referrer social
            when is_referrer_social then 10
            -- referrer mail or RSS reader
            when is_referrer_mail then 11
            -- referrer search engine
            when is_referrer_search then 12
            -- referrer internal: a session opens with one only after the timeout, so there is no
            -- earlier source to keep
            when is_internal_referrer then 13
            -- other referrer
            when referrer_host is not null then 14
            -- nothing
            else 15
        end as rule_number
    from flagged

),

sourced as (

    select
        *,
        case
            when rule_number in (1, 10) then 'organic_social'
            when rule_number in (2, 3, 5, 6) then 'paid_search'
            when rule_number = 4 then 'paid_social'
            when rule_number = 7 then 'email_marketing'
            when rule_number = 8 then 'ai_referrals'
            when rule_number = 9 then 'other_campaigns'
            when rule_number = 12 then 'organic_search'
            when rule_number = 14 then 'referrals'
            else 'direct_traffic'
        end as source,
        case
            when is_referrer_social then referrer_name
            when is_utm_source_network then utm_source_name
            else utm_source
        end as network
    from ruled

),

final as (

    select
        -- keys
        page_query,
        referrer_host,
        is_internal_referrer,

        -- source
        rule_number,
        source,
        rule_number not in (13, 15) as is_landing,

        -- drill-downs; those that need the whole referrer URL are completed in int_sessions
        case source
            when 'paid_search' then utm_campaign
            when 'email_marketing' then utm_campaign
            when 'other_campaigns' then utm_campaign
            when 'paid_social' then network
            when 'organic_social' then network
            when 'ai_referrals'
                then case when is_referrer_ai then referrer_name else utm_source_name end
            when 'referrals' then {{ without_www('referrer_host') }}
        end as source_drilldown_1,
        case source
            when 'paid_search' then utm_term
            when 'email_marketing' then utm_content
            when 'other_campaigns' then utm_source
            when 'paid_social' then utm_campaign
            when 'organic_social' then utm_campaign
            when 'organic_search' then referrer_name
        end as source_drilldown_2
    from sourced

)

select * from final
