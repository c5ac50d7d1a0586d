{#
    Grain: one row per (conversion_type, conversion_id, interaction_id) of a conversion whose
           journey may not be what it was.
    Why:   int_journey_positions of few conversions, quickly: no engine pushes a filter on
           conversions through its windows.
#}
{{ config(materialized="view") }}
-- depends_on: {{ ref('int_conversion_contacts') }}, {{ ref('int_interactions') }}
-- depends_on: {{ ref('int_sales_activity_deals') }}
with

changed_conversions as (

    select conversions.*
    from {{ ref('int_conversions') }} as conversions
    inner join {{ ref('int_changed_conversions') }} as changed_conversions
        on
            conversions.conversion_type = changed_conversions.conversion_type
            and conversions.conversion_id = changed_conversions.conversion_id

),

final as (

    {{ journey_positions('changed_conversions') }}

)

select * from final
