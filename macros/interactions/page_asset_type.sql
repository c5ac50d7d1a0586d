{# asset_type of a page, from the content type that its event recorded (SPEC 1). #}
{% macro page_asset_type(content_type) -%}
    case
        when {{ content_type }} is null then 'external_page'
        when lower({{ content_type }}) in ('standard-page', 'site-page') then 'website_page'
        when lower({{ content_type }}) = 'landing-page' then 'landing_page'
        when lower({{ content_type }}) = 'blog-post' then 'blog_post'
        when lower({{ content_type }}) = 'listing-page' then 'listing_page'
        when lower({{ content_type }}) = 'knowledge-article' then 'knowledge_article'
        else 'other_page'
    end
{%- endmacro %}
