{#
    Fails when the credits of a conversion and model do not sum to 1 (to 1e-9), or one is negative.
    Bug it guards against: a model's weights normalised over another set of interactions than they
    were given to.
    Not: whether each credit is right; unit tests and the reference implementation say that.
#}
with

attribution as (

    select * from {{ ref('fct_attribution') }}

),

negative as (

    select
        conversion_type,
        conversion_id,
        {{ unpivoted_models(['credit']) }}
    from {{ ref('fct_journeys') }}

),

final as (

    select
        conversion_type,
        conversion_id,
        attribution_model,
        sum(credit) as credits
    from attribution
    group by conversion_type, conversion_id, attribution_model
    having abs(sum(credit) - 1) > 1e-9

    union all

    select
        conversion_type,
        conversion_id,
        attribution_model,
        credit as credits
    from negative
    where credit < 0

)

select * from final
