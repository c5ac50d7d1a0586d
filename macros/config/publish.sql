{#
    Gives readers a copy of the marts that is never locked and changes all at once
    (docs/adr/0011). This file says when; macros/sql/published_copy.sql says how.

    A build is whole when one run built every model, from a database's raw data of one time, and
    nothing failed. Only whole builds are published: marts of two runs need not agree.
#}

{# on-run-start: from now on, until the run ends well, the marts are of two runs. #}
{% macro begin_build() %}
    {%- if execute and (runs_any('model') or runs_any('seed')) -%}
        {%- do mark_build(false) -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}


{# on-run-end. results: dbt's, of every node of the run. #}
{% macro end_build(results) %}
    {%- if not execute -%}{{ return('') }}{%- endif -%}
    {%- set built = [] -%}
    {%- set failed = [] -%}
    {%- for result in results -%}
        {%- if result.status | string not in ['success', 'pass', 'warn', 'no-op'] -%}
            {%- do failed.append(result.node.name) -%}
        {%- elif result.node.resource_type | string == 'model' -%}
            {%- do built.append(result.node.unique_id) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set left_out = relations_of_the_project()
        | map(attribute='unique_id') | reject('in', built) | list -%}
    {%- set is_whole = not (failed or left_out or flags.EMPTY) -%}
    {%- if is_whole -%}
        {%- do mark_build(true) -%}
    {%- endif -%}
    {%- if not var('publish_path') or not runs_any('model') -%}
        {#- Nothing to publish, or nothing asked for. -#}
    {%- elif is_whole -%}
        {%- do publish() -%}
    {%- else -%}
        {%- do log(
            'Nothing was published to ' ~ var('publish_path') ~ ': '
            ~ (failed | length ~ ' nodes failed or were skipped, the first of them '
                ~ failed[0] if failed
                else left_out | length ~ ' models were not in this run' if left_out
                else 'the run was told to build without data')
            ~ '. What was published before stays. The next whole dbt build publishes.',
            info=true
        ) -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}


{# Whether a node of this kind is among those that the run was told to build or test. #}
{% macro runs_any(resource_type) %}
    {{ return(' ' ~ resource_type ~ '.' in ' ' ~ selected_resources | join(' ')) }}
{% endmacro %}


{#
    Publishes the marts of the last build; also by itself: dbt run-operation publish (make publish).
    Raises when there is no path, or when the last build was not whole.
#}
{% macro publish() %}
    {%- do check_vars() -%}
    {%- set path = var('publish_path') -%}
    {%- if not path -%}
        {%- do exceptions.raise_compiler_error(
            'publish_path is null: say in dbt_project.yml or by --vars where to publish.'
            ~ ' Nothing was published.'
        ) -%}
    {%- endif -%}
    {%- set build = last_whole_build(build_relation()) -%}
    {%- if not build -%}
        {%- do exceptions.raise_compiler_error(
            'The last build failed, was of a selection, or has never been: its marts need not'
            ~ ' agree. Run dbt build first. Nothing was published; what was published before stays.'
        ) -%}
    {%- endif -%}
    {%- set marts = relations_of_the_project() | rejectattr('access', 'equalto', 'private')
        | list -%}
    {%- do publish_relations(path, var('publish_format'), marts, published_build(build)) -%}
    {%- do log(
        'Published ' ~ marts | length ~ ' relations to ' ~ path ~ ' (' ~ var('publish_format')
        ~ ').',
        info=true
    ) -%}
    {{ return('') }}
{% endmacro %}


{# Models of this project that are relations, as the manifest's nodes. #}
{% macro relations_of_the_project() %}
    {{ return(
        graph.nodes.values()
        | selectattr('resource_type', 'equalto', 'model')
        | selectattr('package_name', 'equalto', 'tributary')
        | rejectattr('config.materialized', 'equalto', 'ephemeral')
        | list
    ) }}
{% endmacro %}


{# The one-row table that says whether the marts are those of one whole build. #}
{% macro build_relation() %}
    {{ return(api.Relation.create(
        database=target.database, schema=target.schema ~ '_raw', identifier='last_build'
    )) }}
{% endmacro %}


{# Writes that table. #}
{% macro mark_build(is_whole) %}
    {%- do store_table(
        build_relation(),
        "select '" ~ invocation_id ~ "' as build_id, " ~ run_timestamp() ~ ' as built_at, '
        ~ is_whole | lower ~ ' as is_whole'
    ) -%}
{% endmacro %}


{# The select of relation `publication`, one row: which build the copy is of. #}
{% macro published_build(build) %}
    {{ return(
        "select '" ~ build[0] ~ "' as build_id, cast('" ~ build[1] ~ "' as timestamp) as built_at, "
        ~ run_timestamp() ~ ' as published_at'
    ) }}
{% endmacro %}
