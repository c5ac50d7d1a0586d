{#
    Fails when total <> attributed + unattributed, or unattributed is not the sum of its reasons, in
    conversions or in money.
    Bug it guards against: a conversion that is neither attributed nor has a reason.
#}
select
    conversion_type,
    attribution_model,
    total_conversions,
    total_amount
from {{ ref('rpt_reconciliation') }}
where
    total_conversions <> attributed_conversions + unattributed_conversions
    or unattributed_conversions <> {{ sum_of_reasons('conversions') }}
    or total_amount <> attributed_amount + unattributed_amount
    or unattributed_amount <> {{ sum_of_reasons('amount') }}
