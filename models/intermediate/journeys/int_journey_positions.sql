{#
    Grain: one row per (conversion_type, conversion_id, interaction_id): the ordered journey of each
           conversion.
    Why:   key interactions are indexes into the journey (SPEC 4): an attribution model then is an
           expression over one row.
#}
{{ config(materialized="view") }}
-- depends_on: {{ ref('int_conversion_contacts') }}, {{ ref('int_interactions') }}
-- depends_on: {{ ref('int_sales_activity_deals') }}
{{ journey_positions(ref('int_conversions')) }}
