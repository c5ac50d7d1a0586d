{#
    Fails when a row of fct_attribution has no explanation. That none has two is the grain's test.
    Bug it guards against: journeys that are computed anew and come out otherwise than those stored
    in fct_journeys.
    Not: whether the explanation is right; its own tests say that its weights make the credit.
#}
with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

explanations as (

    select * from {{ ref('explain_attribution') }}

),

final as (

    select
        attribution.conversion_type,
        attribution.conversion_id,
        attribution.interaction_id,
        attribution.attribution_model
    from attribution
    left join explanations
        on
            attribution.conversion_type = explanations.conversion_type
            and attribution.conversion_id = explanations.conversion_id
            and attribution.interaction_id = explanations.interaction_id
            and attribution.attribution_model = explanations.attribution_model
    where explanations.explanation is null

)

select * from final
