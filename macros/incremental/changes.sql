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

{# The table of changes: entity, entity_id, changed_from (all from then on; never null). #}
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
#}
{% macro is_changed(entities, id, time) -%}
    exists (
        select 1
        from ({{ changed(entities) }}) as changes
        where changes.entity_id = {{ id }} and changes.changed_from <= {{ time }}
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
    come, and what differs between the two is written down as changes.

    Config of the model, strings rendered when it runs:
    scope    condition on the present rows: those that this run computes again. Default: all rows.
             {arrived} in it stands for the relation of the rows that come.
    changes  {entity: {id: column or expression, from: expression (default: everything)}}
#}
{% macro get_incremental_replace_sql(arguments) %}
    {%- set target = arguments.target_relation -%}
    {%- set arrived = arguments.temp_relation -%}
    {%- set columns = get_quoted_csv(arguments.dest_columns | map(attribute='name')) -%}
    {%- set scope = replace_scope(arrived) -%}
    {%- if config.get('changes') -%}
    create or replace temporary table replaced_{{ target.identifier }} as
        select {{ columns }} from {{ target }} where {{ scope }};
    {{ change_statements(columns, 'replaced_' ~ target.identifier, arrived) | join(';\n    ') }};
    drop table replaced_{{ target.identifier }};
    {%- endif %}
    delete from {{ target }} where {{ scope }};
    insert into {{ target }} ({{ columns }}) select {{ columns }} from {{ arrived }}
{% endmacro %}


{# Config `scope` of the model that runs. arrived: relation of the rows that come. #}
{% macro replace_scope(arrived) %}
    {{ return('(' ~ render(config.get('scope', 'true')).replace('{arrived}', arrived | string) ~ ')') }}
{% endmacro %}


{#
    Statements that write down what config `changes` of the model that runs asks for.
    columns: all columns; replaced, arrived: relations of the rows that go and of those that come.
#}
{% macro change_statements(columns, replaced, arrived) %}
    {%- set statements = [] -%}
    {%- for entity, change in config.get('changes').items() -%}
        {%- set statement -%}
    insert into {{ changes_relation() }} (entity, entity_id, changed_from)
        select
            '{{ entity }}' as entity,
            {{ change.id }} as entity_id,
            min({{ change.get('from', beginning_of_time()) }}) as changed_from
        from (
            (
                select {{ columns }} from {{ replaced }}
                except all
                select {{ columns }} from {{ arrived }}
            )
            union all
            (
                select {{ columns }} from {{ arrived }}
                except all
                select {{ columns }} from {{ replaced }}
            )
        ) as differing
        where {{ change.id }} is not null {%- if change.get('where') %} and {{ change.where }} {%- endif %}
        group by {{ change.id }}
        {%- endset -%}
        {%- do statements.append(statement) -%}
    {%- endfor -%}
    {{ return(statements) }}
{% endmacro %}
