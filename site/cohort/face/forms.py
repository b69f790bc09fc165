"""How every form looks: label, hint, error, input, with a summary of errors on top."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders `{{ form }}` and `{{ field.as_field_group }}` by the components of that name."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
