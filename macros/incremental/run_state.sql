{#
    What Tributary remembers from run to run, in a schema of its own: the changes that wait to be
    processed, the fingerprints of the raw data that was read, what the tables were built with, and
    whether all of them must be built anew (docs/adr/0009).
#}

{# A table of that schema. #}
{% macro state_relation(name) %}
    {{ return(api.Relation.create(
        database=target.database, schema=target.schema ~ '_state', identifier=name
    )) }}
{% endmacro %}


{# Names of the tables of that schema that a run remembers for the next one. #}
{% macro remembered_tables() %}
    {%- set names = ['changes', 'slices', 'raw_tables', 'built_with'] -%}
    {%- for raw_table, readers in hourly_raw_tables().items() -%}
        {%- for reader in readers -%}
            {%- do names.append(read_hours_relation(raw_table, reader).identifier) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}


{# The manifest's nodes of our incremental models. #}
{% macro incremental_models() %}
    {%- set nodes = [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and node.package_name == 'tributary'
        and node.config.materialized == 'incremental' -%}
        {%- do nodes.append(node) -%}
    {%- endfor -%}
    {{ return(nodes) }}
{% endmacro %}


{# Whether this is a run that builds: others need no state. #}
{% macro keeps_state() %}
    {{ return(execute and flags.WHICH in ['build', 'run', 'retry']) }}
{% endmacro %}


{#
    On run start: makes the state where it is missing, and decides whether this run builds all
    anew: when it was asked to (--full-refresh), when a table or the record of how they were built is
    not there, or when the last run that was to build all anew did not finish. Raises when the
    vars, models or macros are others than those that the tables were built with, and names them.
#}
{% macro start_run() %}
    {%- if not keeps_state() -%}{{ return('') }}{%- endif -%}
    {%- set reasons = ['--full-refresh'] if flags.FULL_REFRESH else [] -%}
    {#- One may be gone, too, when a run was killed where no transaction replaces it. -#}
    {%- set present = tables_in(changes_relation().without_identifier()) -%}
    {%- for name in remembered_tables() if name not in present -%}
        {%- do reasons.append('the record ' ~ name ~ ' is not there') -%}
    {%- endfor -%}
    {%- do ask_for_rebuild(reasons) -%}
    {%- if 'changes' not in present -%}
        {%- do run_together(emptied_changes()) -%}
    {%- endif -%}
    {%- if 'slices' not in present -%}
        {%- do store_table(state_relation('slices'), no_slices()) -%}
    {%- endif -%}
    {%- for raw_table in hourly_raw_tables() -%}
        {%- do store_table(found_hours_relation(raw_table), find_raw_hours(raw_table)) -%}
    {%- endfor -%}
    {%- do find_changed_raw_tables() -%}
    {#- Now, since dbt finds more macros in a model once it has compiled it. -#}
    {%- set blocks = building_blocks() -%}
    {%- set values = [] -%}
    {%- for name, value in blocks.items() -%}
        {%- do values.append('(' ~ text_literal(name) ~ ', ' ~ text_literal(value) ~ ')') -%}
    {%- endfor -%}
    {%- do store_table(
        state_relation('building_with'),
        'select * from (values ' ~ values | join(', ') ~ ') as blocks (name, value)'
    ) -%}
    {%- for node in incremental_models() -%}
        {%- if adapter.get_relation(node.database, node.schema, node.alias) is none -%}
            {%- do reasons.append(node.name ~ ' is not there') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do ask_for_rebuild(reasons) -%}
    {%- if not must_rebuild() -%}
        {%- do check_built_with(blocks) -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}


{# Whether a run that was to build all anew has not finished yet, this one included. #}
{% macro must_rebuild() %}
    {{ return(
        run_query('select reason from ' ~ state_relation('pending_rebuild')).rows | length > 0
    ) }}
{% endmacro %}


{# Says that this run is to build all anew, if there is a reason; from then on until one has finished. #}
{% macro ask_for_rebuild(reasons) %}
    {%- if reasons -%}
        {%- do run_query(pending_rebuild('select ' ~ text_literal(reasons[0]) ~ ' as reason')) -%}
    {%- endif -%}
{% endmacro %}


{#
    Statement that says so. A view, since every model asks it, and Spark runs no job for one that
    reads no table. reasons: select of reason.
#}
{% macro pending_rebuild(reasons) %}
    {{ return('create or replace view ' ~ state_relation('pending_rebuild') ~ ' as ' ~ reasons) }}
{% endmacro %}


{#
    dbt's own question, asked by every incremental model: ours build anew when any of them must,
    since each relies on what those before it wrote down.
#}
{% macro should_full_refresh() %}
    {%- set asked = config.get('full_refresh') -%}
    {%- set asked = flags.FULL_REFRESH if asked is none else asked -%}
    {%- if execute and not asked and model.package_name == 'tributary'
        and model.config.materialized == 'incremental' -%}
        {{ return(must_rebuild()) }}
    {%- endif -%}
    {{ return(asked) }}
{% endmacro %}


{#
    On run end: when every incremental model succeeded in this run, forgets the changes, since they
    are processed, and remembers what the tables were built with.
    results: dbt's results of the run.
#}
{% macro finish_run(results) %}
    {%- if not keeps_state() -%}{{ return('') }}{%- endif -%}
    {%- set succeeded = [] -%}
    {%- for result in results if result.status == 'success' -%}
        {%- do succeeded.append(result.node.unique_id) -%}
    {%- endfor -%}
    {%- for node in incremental_models() if node.unique_id not in succeeded -%}
        {{ return('') }}
    {%- endfor -%}
    {%- set built_with = stored_table(
        state_relation('built_with'), 'select * from ' ~ state_relation('building_with')
    ) -%}
    {%- set slices = stored_table(state_relation('slices'), no_slices()) -%}
    {%- set rebuild = [pending_rebuild("select '' as reason where false")] -%}
    {%- do run_together(built_with + emptied_changes() + slices + rebuild) -%}
    {{ return('') }}
{% endmacro %}


{#
    Raises when what the tables were built with is not what this run would build with, naming each
    var, model, macro and seed that changed. now: building_blocks() of this run.
#}
{% macro check_built_with(now) %}
    {%- set then = built_with() -%}
    {%- set changes = [] -%}
    {%- for name in (now.keys() | list + then.keys() | list) | unique | sort
        if now.get(name) != then.get(name) -%}
        {%- do changes.append(
            name ~ (': ' ~ then.get(name) ~ ' is now ' ~ now.get(name) if name.startswith('var ') else '')
        ) -%}
    {%- endfor -%}
    {%- if changes -%}
        {%- do exceptions.raise_compiler_error(
            'Changed since the tables were built:\n  - ' ~ changes | join('\n  - ')
            ~ '\nWhat is there was computed in another way: run with --full-refresh. Nothing was built.'
        ) -%}
    {%- endif -%}
{% endmacro %}


{# What the tables were built with: {name: value or checksum}. #}
{% macro built_with() %}
    {%- set blocks = {} -%}
    {%- for name, value in run_query(
        'select name, value from ' ~ state_relation('built_with')
    ).rows -%}
        {%- do blocks.update({name: value}) -%}
    {%- endfor -%}
    {{ return(blocks) }}
{% endmacro %}


{#
    Everything that the tables are computed with, besides the raw data: {name: value or checksum}
    of the vars that change results, of our incremental models and all before them, the macros they
    use, and the seeds.
#}
{% macro building_blocks() %}
    {%- set blocks = {} -%}
    {%- for name in result_vars() -%}
        {%- do blocks.update({'var ' ~ name: tojson(setting(name), sort_keys=true)}) -%}
    {%- endfor -%}
    {#- From the incremental models up to the raw data, and from their macros to those they call. -#}
    {%- set level = namespace(ids=incremental_models() | map(attribute='unique_id') | list) -%}
    {%- for model in attribution_models() -%}
        {%- do level.ids.append('macro.tributary.attribution_model_' ~ model) -%}
    {%- endfor -%}
    {%- set our_macros = context['tributary'] -%}
    {%- for _ in range(100) -%}
        {%- set above = [] -%}
        {%- for unique_id in level.ids -%}
            {%- set kind, name = unique_id.split('.')[0], unique_id.split('.')[-1] -%}
            {%- set block = kind ~ ' ' ~ name -%}
            {%- if block in blocks -%}
            {%- elif unique_id in graph.nodes -%}
                {%- set node = graph.nodes[unique_id] -%}
                {%- do blocks.update({block: node.checksum.checksum}) -%}
                {%- do above.extend(
                    node.depends_on.get('nodes', []) + node.depends_on.get('macros', [])
                ) -%}
            {%- elif unique_id.startswith('macro.tributary.') and name in our_macros -%}
                {%- set macro = our_macros[name].macro -%}
                {%- do blocks.update({block: local_md5(macro.macro_sql)}) -%}
                {%- do above.extend(
                    macro.depends_on.macros + ['macro.tributary.' ~ target.type ~ '__' ~ name]
                ) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set level.ids = above -%}
    {%- endfor -%}
    {{ return(blocks) }}
{% endmacro %}


{# The vars that change what is computed; the others say where data is and what is checked. #}
{% macro result_vars() %}
    {{ return([
        'session_timeout_minutes', 'session_breaks_on_new_source', 'site_domains',
        'offline_creation_sources', 'attribution_preset', 'interaction_types', 'lookback_days',
        'max_interactions_per_conversion', 'contact_creation_grace_seconds', 'middle_scope',
        'null_rule', 'time_decay_half_life_days', 'attribution_models', 'attribution_weights',
        'position_models', 'home_currency', 'exchange_rate_max_age_days', 'closed_won_stage_ids',
        'campaign_history', 'influence_by_ads', 'campaign_metric_exclusions', 'email_hash_salt',
    ]) }}
{% endmacro %}
