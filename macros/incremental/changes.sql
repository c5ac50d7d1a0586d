{#
    What a run changed and what follows from it. Every incremental model writes down, in the
    transaction in which it changes, what it changed and since when; the models after it rebuild
    just that. A change is forgotten only at the end of a run in which every incremental model
    succeeded (macros/incremental/run_state.sql), so that a run that was killed, that failed or that
    selected only some models leaves nothing behind unprocessed (docs/adr/0009).

    Entities: visitor (events of one), slice (sessions of a visitor from the start of one on), owner
    (contact of a visitor), contact (interactions of one), contact_conversion and
    deal_conversion (a contact or deal as a conversion: its date, amount, contacts).
#}

{#
    The table of changes: entity, entity_id, changed_from (all from then on; never null). Where every
    run makes everything anew there is none, but views ask for it all the same.
#}
{% macro changes_relation() %}
    {%- if not builds_increments() -%}
        {{ return(
            '(select cast(null as string) as entity, cast(null as string) as entity_id, '
            ~ beginning_of_time() ~ ' as changed_from where false)'
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


{#
    Incremental strategy `replace`: rows in the model's scope go, the rows that the model selects
    come, and what differs between the two is written down as changes, as is the relation itself.
    When a whole relation is as it was, nothing is written; that is asked only where a model after
    it would then be left as it is.

    Config of the model, strings rendered when it runs:
    scope    condition on the present rows: those that this run computes again. Default: all rows.
             {arrived} in it stands for the relation of the rows that come.
    changes  {entity: {id: column or expression, from: expression (default: everything)}}
#}
{% macro get_incremental_replace_sql(arguments) %}
    {%- set target = arguments.target_relation -%}
    {%- set arrived = arguments.temp_relation -%}
    {%- set columns = get_quoted_csv(arguments.dest_columns | map(attribute='name')) -%}
    {%- set scope = in_scope().replace('{arrived}', arrived | string) -%}
    {%- set written = config.get('changes', {}) -%}
    {%- if scope == 'true' and is_watched(model.unique_id) and is_same(target, arrived, columns) -%}
        {{ return('select 1') }}
    {%- endif -%}
    {%- if written -%}
    create or replace temporary table replaced_{{ target.identifier }} as
        select {{ columns }} from {{ target }} where {{ scope }};
    create or replace temporary table differing_{{ target.identifier }} as
        (
            select {{ columns }} from replaced_{{ target.identifier }}
            except all
            select {{ columns }} from {{ arrived }}
        )
        union all
        (
            select {{ columns }} from {{ arrived }}
            except all
            select {{ columns }} from replaced_{{ target.identifier }}
        );
    {%- for entity, change in written.items() %}
    insert into {{ changes_relation() }} (entity, entity_id, changed_from)
        select
            '{{ entity }}' as entity,
            {{ change.id }} as entity_id,
            min({{ change.get('from', beginning_of_time()) }}) as changed_from
        from differing_{{ target.identifier }}
        where {{ change.id }} is not null {%- if change.get('where') %} and {{ change.where }} {%- endif %}
        group by {{ change.id }};
    {%- endfor %}
    {%- endif %}
    insert into {{ changes_relation() }} (entity, entity_id, changed_from)
        select
            'relation' as entity,
            '{{ target.identifier }}' as entity_id,
            {{ beginning_of_time() }} as changed_from
        {%- if written %}
        where exists (select 1 from differing_{{ target.identifier }})
        {%- elif scope != 'true' %}
        -- Rows go only by scope, which is empty when there are no changes at all.
        where
            exists (select 1 from {{ arrived }})
            or exists (select 1 from {{ changes_relation() }})
        {%- endif %};
    {%- if written %}
    drop table replaced_{{ target.identifier }};
    drop table differing_{{ target.identifier }};
    {%- endif %}
    delete from {{ target }} where {{ scope }};
    insert into {{ target }} ({{ columns }}) select {{ columns }} from {{ arrived }}
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
            "select count(*) || ' ' || coalesce(sum(" ~ fingerprint('compared_rows')
            ~ '), 0) from (select ' ~ columns ~ ' from ' ~ each ~ ') as compared_rows'
        ) -%}
    {%- endfor -%}
    {{ return(run_query(
        'select (' ~ fingerprints[0] ~ ') = (' ~ fingerprints[1] ~ ')'
    ).rows[0][0]) }}
{% endmacro %}
