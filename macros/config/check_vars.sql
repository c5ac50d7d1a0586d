{#
    Checks every var before a run writes anything, and before a model computes with one (see
    generate_schema_name). Raises one error that names each bad var, its value, and what is allowed.
#}
{% macro check_vars() %}
    {%- set problems = [] -%}

    {#- Alone: without a preset there is no saying what the vars are that it sets. -#}
    {%- if var('attribution_preset') not in presets().keys() | list -%}
        {%- do raise_bad_vars(['attribution_preset is ' ~ tojson(var('attribution_preset'))
            ~ ': give one of ' ~ presets() | join(', ')]) -%}
    {%- endif -%}

    {#- name: may be null -#}
    {%- for name, may_be_none in {
        'raw_path': true, 'raw_schema': true, 'raw_database': true, 'email_hash_salt': false,
        'publish_path': true,
    }.items() if not (var(name) is string or may_be_none and var(name) is none) -%}
        {%- do problems.append(name ~ ' is ' ~ tojson(var(name))
            ~ ': give a text' ~ (', or null' if may_be_none else '')) -%}
    {%- endfor -%}
    {%- if var('raw_path') and var('raw_schema') -%}
        {%- do problems.append("raw_path and raw_schema are both set: set one of them") -%}
    {%- endif -%}
    {%- if var('raw_database') and not var('raw_schema') -%}
        {%- do problems.append("raw_database is '" ~ var('raw_database')
            ~ "' without raw_schema: set that too") -%}
    {%- endif -%}

    {%- if var('publish_path') is string
        and ('://' in var('publish_path') or not var('publish_path') | trim) -%}
        {%- do problems.append('publish_path is ' ~ tojson(var('publish_path'))
            ~ ': give a file or folder on a disk, where a rename is one step') -%}
    {%- endif -%}

    {#- name: [least, greatest, may be none, whole numbers only, least itself allowed] -#}
    {%- set numbers = {
        'max_quarantine_share': [0, 1, false, false, true],
        'session_timeout_minutes': [0, none, false, false, false],
        'lookback_days': [0, none, true, false, false],
        'max_interactions_per_conversion': [1, none, true, true, true],
        'contact_creation_grace_seconds': [0, none, false, true, true],
        'time_decay_half_life_days': [0, none, false, false, false],
        'exchange_rate_max_age_days': [0, none, false, true, true],
    } -%}
    {%- for name, (least, greatest, may_be_none, is_whole, least_allowed) in numbers.items() -%}
        {%- set value = setting(name) -%}
        {%- set expected = 'a ' ~ ('whole ' if is_whole else '') ~ 'number '
            ~ ('from ' if least_allowed else 'above ') ~ least
            ~ (' to ' ~ greatest if greatest is not none else (' up' if least_allowed else ''))
            ~ (', or null' if may_be_none else '') -%}
        {%- if value is none -%}
            {%- if not may_be_none -%}
                {%- do problems.append(name ~ ' is null: give ' ~ expected) -%}
            {%- endif -%}
        {#- Zero times infinity, or NaN, is no zero. -#}
        {%- elif value is not number or value is boolean or value * 0 != 0
            or (is_whole and value != value | int)
            or not value >= least or (value == least and not least_allowed)
            or (greatest is not none and value > greatest) -%}
            {%- do problems.append(name ~ ' is ' ~ tojson(value) ~ ': give ' ~ expected) -%}
        {%- endif -%}
    {%- endfor -%}

    {%- set choices = {
        'session_breaks_on_new_source': [true, false],
        'campaign_history': [true, false],
        'influence_by_ads': [true, false],
        'middle_scope': ['between_keys', 'all_others'],
        'null_rule': ['any_contact', 'oldest_contact', 'off'],
        'publish_format': ['duckdb', 'parquet', 'csv'],
    } -%}
    {%- for name, allowed in choices.items() -%}
        {#- YAML reads a bare off as false. -#}
        {%- set value = setting(name) -%}
        {%- if value not in allowed and not (name == 'null_rule' and value is false) -%}
            {%- do problems.append(name ~ ' is ' ~ tojson(var(name))
                ~ ': give one of ' ~ allowed | join(', ') | lower) -%}
        {%- endif -%}
    {%- endfor -%}

    {%- for name in [
        'site_domains', 'closed_won_stage_ids', 'attribution_models', 'campaign_metric_exclusions',
        'mart_readers',
    ] -%}
        {%- set value = setting(name) -%}
        {%- if value is string or value is mapping or value is not iterable -%}
            {%- do problems.append(name ~ ' is ' ~ tojson(var(name)) ~ ': give a list') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name in [
        'offline_creation_sources', 'interaction_types', 'attribution_weights', 'position_models'
    ] -%}
        {%- if var(name) is not mapping -%}
            {%- do problems.append(name ~ ' is ' ~ tojson(var(name)) ~ ': give a mapping') -%}
        {%- endif -%}
    {%- endfor -%}

    {%- if not problems -%}
        {%- for domain in var('site_domains')
            if domain is not string
            or not modules.re.match('^[^\\s./:@]+([.][^\\s./:@]+)*$', domain) -%}
            {%- do problems.append('site_domains holds ' ~ tojson(domain)
                ~ ': give domains such as example.com') -%}
        {%- endfor -%}
        {%- for reader in var('mart_readers') if reader is not string or not reader | trim -%}
            {%- do problems.append('mart_readers holds ' ~ tojson(reader)
                ~ ': give names of users, roles or groups') -%}
        {%- endfor -%}
        {%- for source, asset_type in var('offline_creation_sources').items()
            if asset_type not in ['contact_import', 'integration', 'other_lead_creation'] -%}
            {%- do problems.append("offline_creation_sources maps " ~ source
                ~ ' to ' ~ tojson(asset_type)
                ~ ': give contact_import, integration or other_lead_creation') -%}
        {%- endfor -%}
        {%- for report, types in var('interaction_types').items() -%}
            {%- if report not in conversion_types() -%}
                {%- do problems.append("interaction_types names the report '" ~ report
                    ~ "': give some of " ~ conversion_types() | join(', ')) -%}
            {%- elif types is string or types is mapping or types is not iterable -%}
                {%- do problems.append('interaction_types.' ~ report ~ ' is ' ~ tojson(types)
                    ~ ': give a list') -%}
            {%- else -%}
                {%- for type in types if type not in interaction_types() -%}
                    {%- do problems.append('interaction_types.' ~ report
                        ~ ' names ' ~ tojson(type)
                        ~ ': give some of ' ~ interaction_types() | join(', ')) -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endfor -%}
        {%- for asset in var('campaign_metric_exclusions')
            if asset not in ['workflow', 'cta', 'ad'] -%}
            {%- do problems.append('campaign_metric_exclusions names ' ~ tojson(asset)
                ~ ': give some of workflow, cta, ad') -%}
        {%- endfor -%}
        {%- for model, weights in var('attribution_weights').items() -%}
            {%- if model in shipped_positional_models() -%}
                {%- do problems.extend(weight_problems('attribution_weights.' ~ model, weights)) -%}
            {%- else -%}
                {%- do problems.append("attribution_weights names '" ~ model
                    ~ "': give some of " ~ shipped_positional_models() | join(', ')) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- for model in attribution_models() -%}
            {%- do problems.extend(attribution_model_problems(model)) -%}
        {%- endfor -%}
        {%- if attribution_models() | length == 0 -%}
            {%- do problems.append('attribution_models and position_models are both empty:'
                ~ ' name at least one model') -%}
        {%- endif -%}
        {%- if attribution_models() | unique | list | length < attribution_models() | length -%}
            {%- do problems.append('attribution_models and position_models name a model twice: '
                ~ attribution_models() | join(', ')) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if var('home_currency') is not string
        or not modules.re.match('^[A-Z]{3}$', var('home_currency')) -%}
        {%- do problems.append('home_currency is ' ~ tojson(var('home_currency'))
            ~ ': give an ISO 4217 code such as USD') -%}
    {%- endif -%}

    {%- if problems -%}
        {%- do raise_bad_vars(problems) -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}


{# Stops the run with what is wrong with the vars: a list of messages. #}
{% macro raise_bad_vars(problems) %}
    {%- do exceptions.raise_compiler_error(
        'Vars (dbt_project.yml or --vars) that cannot be used:\n  - '
        ~ problems | join('\n  - ') ~ '\nNothing was built.'
    ) -%}
{% endmacro %}
