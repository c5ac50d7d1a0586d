{#
    What a run changed and what follows from it. Every incremental model writes down, in the
    transaction in which it changes, what it changed and since when; the models after it rebuild
    just that. A change is forgotten only at the end of a run in which every incremental model
    succeeded (macros/incremental/run_state.sql), so that a run that was killed, that failed or that
    selected only some models leaves nothing behind unprocessed (docs/adr/0009).

    Entities: visitor (events of one, each instant), version_hour (hour of loading of an event that has
    other versions), slice (sessions of a visitor, session_slices.sql), owner (contact of a visitor),
    contact (interactions of one), contact_conversion and deal_conversion (a contact or deal as a
    conversion: its date, amount, contacts).
#}

{#
    The table of changes: entity, entity_id, changed_from (all from then on; never null) and, of slices,
    changed_to (and not from then on). Where every run makes everything anew there is none, but views
    ask for it all the same.
#}
{% macro changes_relation() %}
    {%- if not builds_increments() -%}
        {{ return(
            '(select cast(null as string) as entity, cast(null as string) as entity_id, '
            ~ beginning_of_time() ~ ' as changed_from, ' ~ end_of_time()
            ~ ' as changed_to where false)'
        ) }}
    {%- endif -%}
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
    {%- if config.get('changes') -%}
    create or replace temporary table replaced_{{ target.identifier }} as
        select {{ columns }} from {{ target }} where {{ scope }};
    {{ write_changes(target, 'replaced_' ~ target.identifier, arrived, columns) }}
    drop table replaced_{{ target.identifier }};
    {%- else -%}
    {#- Rows go only by scope, which is empty when there are no changes at all. -#}
    {{ write_relation_change(
        target,
        'exists (select 1 from ' ~ arrived ~ ') or exists (select 1 from ' ~ changes_relation() ~ ')'
    ) }}
    {%- endif %}
    delete from {{ target }} where {{ scope }};
    insert into {{ target }} ({{ columns }}) select {{ columns }} from {{ arrived }}
{% endmacro %}


{#
    Statements: write down what differs between the rows that go and those that come, by the config
    `changes` of the model that runs, and whether anything does.
    target: relation of the model; goes, comes: relations of rows; columns: of both, as a list in SQL.
#}
{% macro write_changes(target, goes, comes, columns) %}
    create or replace temporary table differing_{{ target.identifier }} as
        (
            select {{ columns }} from {{ goes }}
            except all
            select {{ columns }} from {{ comes }}
        )
        union all
        (
            select {{ columns }} from {{ comes }}
            except all
            select {{ columns }} from {{ goes }}
        );
    {%- for entity, change in config.get('changes').items() %}
    insert into {{ changes_relation() }} (entity, entity_id, changed_from)
        select
            '{{ entity }}' as entity,
            {{ change.id }} as entity_id,
            min({{ change.get('from', beginning_of_time()) }}) as changed_from
        from differing_{{ target.identifier }}
        where {{ change.id }} is not null {%- if change.get('where') %} and {{ change.where }} {%- endif %}
        group by {{ change.id }} {%- if change.get('each') %}, {{ change.from }} {%- endif %};
    {%- endfor %}
    {{ write_relation_change(target, 'exists (select 1 from differing_' ~ target.identifier ~ ')') }}
    drop table differing_{{ target.identifier }};
{%- endmacro %}


{# Statement: writes down that a relation changed, if a condition holds. #}
{% macro write_relation_change(target, condition) %}
    insert into {{ changes_relation() }} (entity, entity_id, changed_from)
        select
            'relation' as entity,
            '{{ target.identifier }}' as entity_id,
            {{ beginning_of_time() }} as changed_from
        where {{ condition }};
{%- endmacro %}


{# Condition: config `scope` of the model that runs, for what it reads to be of that scope too. #}
{% macro in_scope() %}
    {{ return(render(config.get('scope', 'true')).strip()) }}
{% endmacro %}


{# Whether two relations have the same rows, but for chance. columns: as a list in SQL. #}
{% macro is_same(relation, other, columns) %}
    {%- set fingerprints = [] -%}
    {%- for each in [relation, other] -%}
        {%- do fingerprints.append(
            "select count(*) || ' ' || coalesce(sum(" ~ fingerprint('compared_rows')
            ~ '), 0) from (select ' ~ columns ~ ' from ' ~ each ~ ') as compared_rows'
        ) -%}
    {%- endfor -%}
    {{ return(run_query(
        'select (' ~ fingerprints[0] ~ ') = (' ~ fingerprints[1] ~ ')'
    ).rows[0][0]) }}
{% endmacro %}
