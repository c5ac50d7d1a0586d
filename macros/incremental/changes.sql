{#
    What a run changed and what follows from it. Every incremental model writes down, in the
    transaction in which it changes, what it changed and since when; the models after it rebuild
    just that. A change is forgotten only at the end of a run in which every incremental model
    succeeded (macros/incremental/run_state.sql), so that a run that was killed, that failed or that
    selected only some models leaves nothing behind unprocessed (docs/adr/0009).

    Entities: visitor (events of one, each instant), version_hour (hour of loading of an event that has
    other versions), owner (contact of a visitor),
    contact (interactions of one), contact_conversion and deal_conversion (a contact or deal as a
    conversion: its date, amount, contacts).
#}

{# The table of changes: entity, entity_id and changed_from (all from then on; never null). #}
{% macro changes_relation() %}
    {{ return(state_relation('changes')) }}
{% endmacro %}


{#
    Select of what changed and is not processed yet: entity_id, and the earliest changed_from.
    entities: some of those above.
#}
{% macro changed(entities) -%}
    select
        entity_id,
        min(changed_from) as changed_from
    from {{ changes_relation() }}
    where entity in ({{ sql_list(entities) }})
    group by entity_id
{%- endmacro %}


{#
    Condition: a row is of something that changed, and of a time from which on it did.
    entities: some of those above; id, time: columns of the row.
    The ids alone come first, which is no more than asked: for the rest engines pair all ids and
    times of the relation, which takes 12 times as long as a join (3.3 CPU s for 10 M rows), and so a
    third of it.
#}
{% macro is_changed(entities, id, time) -%}
    (
        {{ has_changed(entities, id) }}
        and exists (
            select 1
            from ({{ changed(entities) }}) as changes
            where changes.entity_id = {{ id }} and changes.changed_from <= {{ time }}
        )
    )
{%- endmacro %}


{# Condition: a row is of something that changed, whatever its time. #}
{% macro has_changed(entities, id) -%}
    {{ id }} in (
        select entity_id
        from {{ changes_relation() }}
        where entity in ({{ sql_list(entities) }})
    )
{%- endmacro %}


{#
    The instant before all others: what changed from then on changed altogether.
#}
{% macro beginning_of_time() -%}
    cast('0001-01-01' as timestamp)
{%- endmacro %}


{# The instant after all others. #}
{% macro end_of_time() -%}
    cast('9999-12-31' as timestamp)
{%- endmacro %}


{#
    Incremental strategy `replace`: rows in the model's scope go, the rows that the model selects
    come, and what differs between the two is written down as changes, as is the relation itself. A
    model whose scope is all rows is written as a new table, and left as it is when that is the same
    (macros/sql/incremental_models.sql).

    Config of the model, strings rendered when it runs:
    scope    condition on the present rows: those that this run computes again. Default: all rows.
             {arrived} in it stands for the relation of the rows that come.
    changes  {entity: {id: column or expression, from: expression (default: everything), where:
             condition on the rows, each: whether every instant is written down, not the first alone}}
#}
{% macro get_incremental_replace_sql(arguments) %}
    {%- set target = arguments.target_relation -%}
    {%- set arrived = arguments.temp_relation -%}
    {%- set columns = get_quoted_csv(arguments.dest_columns | map(attribute='name')) -%}
    {%- set scope = in_scope().replace('{arrived}', arrived | string) -%}
    {{ written_changes(target, columns, scope, arrived) | join(';\n') }};
    delete from {{ target }} where {{ scope }};
    insert into {{ target }} ({{ columns }}) select {{ columns }} from {{ arrived }}
{% endmacro %}


{#
    Statements, as a list: write down what differs between the rows that go and those that come, by
    the config `changes` of the model that runs, and whether anything does. Without that config, a
    model that is made whole is other than it was when this is asked, and one with a scope may be:
    rows go only by the scope, which is empty when there are no changes at all.
    target: relation of the model; columns: its own, as a list in SQL; scope: condition on the rows
    that go; arrived: relation of the rows that come.
#}
{% macro written_changes(target, columns, scope, arrived) %}
    {%- set statements = [] -%}
    {%- set selects = [] -%}
    {%- set scratch = [] -%}
    {%- set differing = scratch_table('differing_' ~ target.identifier) -%}
    {%- if config.get('changes') -%}
        {%- set goes = 'select ' ~ columns ~ ' from ' ~ target -%}
        {%- if scope != 'true' -%}
            {%- set replaced = scratch_table('replaced_' ~ target.identifier) -%}
            {%- do statements.extend(
                stored_table(replaced, goes ~ ' where ' ~ scope, is_scratch=true)
            ) -%}
            {%- do scratch.append(replaced) -%}
            {%- set goes = 'select ' ~ columns ~ ' from ' ~ replaced -%}
        {%- endif -%}
        {%- set comes = 'select ' ~ columns ~ ' from ' ~ arrived -%}
        {%- do statements.extend(stored_table(
            differing,
            '(' ~ goes ~ ' except all ' ~ comes ~ ') union all ('
            ~ comes ~ ' except all ' ~ goes ~ ')',
            is_scratch=true
        )) -%}
        {%- do scratch.append(differing) -%}
    {%- endif -%}
    {%- for entity, change in config.get('changes', {}).items() -%}
        {%- set select %}
        select
            '{{ entity }}' as entity,
            {{ change.id }} as entity_id,
            min({{ change.get('from', beginning_of_time()) }}) as changed_from
        from {{ differing }}
        where {{ change.id }} is not null {%- if change.get('where') %} and {{ change.where }} {%- endif %}
        group by {{ change.id }} {%- if change.get('each') %}, {{ change.from }} {%- endif %}
        {%- endset -%}
        {%- do selects.append(select) -%}
    {%- endfor -%}
    {%- set relation_change %}
        select
            'relation' as entity,
            '{{ target.identifier }}' as entity_id,
            {{ beginning_of_time() }} as changed_from
        {%- if config.get('changes') %}
        where exists (select 1 from {{ differing }})
        {%- elif scope != 'true' %}
        where
            exists (select 1 from {{ arrived }})
            or exists (select 1 from {{ changes_relation() }})
            or exists (select 1 from ({{ slices() }}) as slices)
        {%- endif %}
    {%- endset -%}
    {%- do selects.append(relation_change) -%}
    {%- do statements.extend(added_changes(selects | join(' union all '), target.identifier)) -%}
    {%- for table in scratch -%}
        {%- do statements.append('drop table ' ~ table) -%}
    {%- endfor -%}
    {{ return(statements) }}
{% endmacro %}


{# Condition: config `scope` of the model that runs, for what it reads to be of that scope too. #}
{% macro in_scope() %}
    {{ return(render(config.get('scope', 'true')).strip()) }}
{% endmacro %}


{# Whether two relations have the same rows, but for chance. columns: as a list in SQL. #}
{% macro is_same(relation, other, columns) %}
    {%- set fingerprints = [] -%}
    {%- for each in [relation, other] -%}
        {%- do fingerprints.append(
            "select count(*) || ' ' || coalesce(sum(" ~ fingerprint(row_record('compared_rows'))
            ~ '), 0) from (select ' ~ columns ~ ' from ' ~ each ~ ') as compared_rows'
        ) -%}
    {%- endfor -%}
    {{ return(run_query(
        'select (' ~ fingerprints[0] ~ ') = (' ~ fingerprints[1] ~ ')'
    ).rows[0][0]) }}
{% endmacro %}
