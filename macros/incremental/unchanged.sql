{#
    What need not be made anew: a relation of which nothing that it is made of has changed. Every
    relation that changed is written down as one (entity `relation`, id its name), and so is a raw
    table (`raw_table`); a model none of whose inputs is among them is left as it is (docs/adr/0009).
#}

{#
    On run start: compares the raw tables with those that were read last and writes down the ones
    that are not the same, in one transaction with what they are now. Compared are their rows and
    columns, and how many dates lie after the day of the run and more than a day ahead, since such
    rows are not treated as they will be one day. Tables that are read by the hour are left out.
#}
{% macro find_changed_raw_tables() %}
    {%- set run_day = 'cast(' ~ run_timestamp() ~ ' as date)' -%}
    {%- set too_early = run_timestamp() ~ " + interval '1' day" -%}
    {%- set found = state_relation('found_raw_tables') -%}
    {%- set known = state_relation('raw_tables') -%}
    {%- set selects = [] -%}
    {%- for name, declaration in raw_declarations().items() if name not in hourly_raw_tables() -%}
        {%- set parts = [
            'count(*)', 'count(raw_line)', 'min(typeof(raw_record))',
            'sum(' ~ fingerprint('raw_line') ~ ')',
            'sum(' ~ fingerprint('raw_record') ~ ')',
        ] -%}
        {%- for column in declaration.columns.values() if column.data_type in ['timestamp', 'date'] -%}
            {%- for moment in [run_day, too_early] -%}
                {%- do parts.append(
                    'count(case when ' ~ column.name ~ ' > ' ~ moment ~ ' then 1 end)'
                ) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- do selects.append(
            "select '" ~ name ~ "' as raw_table, concat_ws(' ', " ~ parts | join(', ')
            ~ ') as fingerprint from ' ~ source('raw', name)
        ) -%}
    {%- endfor -%}
    {%- do run_query(
        'create table if not exists ' ~ known ~ ' (raw_table string, fingerprint string)'
    ) -%}
    {%- do store_table(found, selects | join(' union all ')) -%}
    {%- set changes %}
        select
            'raw_table' as entity,
            found.raw_table as entity_id,
            {{ beginning_of_time() }} as changed_from
        from {{ found }} as found
        left join {{ known }} as known
            on found.raw_table = known.raw_table
        where found.fingerprint is distinct from known.fingerprint
    {%- endset -%}
    {%- do run_together(
        added_changes(changes, 'raw_tables') + stored_table(known, 'select * from ' ~ found)
    ) -%}
{% endmacro %}


{#
    Relations that need not be watched: quarantine is only waited for, and what is looked up in the
    others is told by its key alone.
#}
{% macro unwatched_relations() %}
    {{ return(['quarantine', 'int_url_parameters', 'int_traffic_sources']) }}
{% endmacro %}


{#
    The inputs of a model that are written down when they change, through views and up to the next
    tables: [[entity, name], …]; none when it has one that is not, such as a plain table.
    node: the model's node of the manifest.
#}
{% macro watched_inputs(node) %}
    {%- set inputs = [] -%}
    {%- set level = namespace(ids=node.depends_on.nodes, all_watched=true) -%}
    {%- for _ in range(100) if level.ids -%}
        {%- set above = [] -%}
        {%- for unique_id in level.ids -%}
            {%- set name = unique_id.split('.')[-1] -%}
            {%- if unique_id in graph.sources -%}
                {%- do inputs.append(['raw_table', name]) -%}
                {%- if name in hourly_raw_tables() -%}{%- set level.all_watched = false -%}{%- endif -%}
            {%- elif unique_id.startswith('model.') and name not in unwatched_relations() -%}
                {%- set materialized = graph.nodes[unique_id].config.materialized -%}
                {%- if materialized == 'view' -%}
                    {%- do above.extend(graph.nodes[unique_id].depends_on.nodes) -%}
                {%- elif materialized == 'incremental' -%}
                    {%- do inputs.append(['relation', name]) -%}
                {%- else -%}
                    {%- set level.all_watched = false -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set level.ids = above | unique | list -%}
    {%- endfor -%}
    {{ return(inputs if level.all_watched else none) }}
{% endmacro %}


{# Whether an incremental model reads the model of this id, through views or not. #}
{% macro is_watched(unique_id) %}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and unique_id in node.depends_on.nodes -%}
        {%- if node.config.materialized == 'incremental'
            or (node.config.materialized == 'view' and is_watched(node.unique_id)) -%}
            {{ return(true) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(false) }}
{% endmacro %}


{#
    Whether the model that is being built is as it was, since nothing that it is made of changed. One
    that does something more, in hooks, is always built.
#}
{% macro nothing_changed() %}
    {%- if pre_hooks or post_hooks -%}{{ return(false) }}{%- endif -%}
    {%- set inputs = watched_inputs(model) -%}
    {%- if inputs is none -%}{{ return(false) }}{%- endif -%}
    {%- set conditions = ['false'] -%}
    {%- for entity, name in inputs -%}
        {%- do conditions.append("(entity = '" ~ entity ~ "' and entity_id = '" ~ name ~ "')") -%}
    {%- endfor -%}
    {{ return(run_query(
        'select count(*) from ' ~ changes_relation() ~ ' where ' ~ conditions | join(' or ')
    ).rows[0][0] == 0) }}
{% endmacro %}


{#
    Condition: what an increment makes anew of a relation, when that depends on some inputs: all rows
    when these changed, else those of a condition.
    inputs: names of incremental models that each row depends on.
#}
{% macro all_or_changed(inputs, condition) -%}
    {%- set is_any_changed = execute and run_query(
        'select count(*) from ' ~ changes_relation() ~ " where entity = 'relation' and entity_id in ("
        ~ sql_list(inputs) ~ ')'
    ).rows[0][0] > 0 -%}
    {{ 'true' if is_any_changed else condition }}
{%- endmacro %}
