"""What the admin pages share: nothing is deleted, and every write leaves an audit event."""

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin

from audit.services import record
from config.errors import Problem


class DeskAdmin(ModelAdmin):
    """No web process may delete these rows, so no page offers it."""

    list_per_page = 50
    list_max_show_all = 0

    def has_delete_permission(self, request, obj=None):
        return False

    # Unfold's actions name one of these; the words of the role table are in tickets/roles.py.
    def has_decide_permission(self, request, obj=None):
        return request.user.has_perm("suggestions.decide")

    def has_request_permission(self, request, obj=None):
        return request.user.has_perm("suggestions.request")

    def has_govern_permission(self, request, obj=None):
        return request.user.has_perm("admin.change")

    def object_or_404(self, request, object_id):
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        return found

    def url(self, name, *args):
        return reverse(
            f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args
        )

    def to_object(self, pk):
        return HttpResponseRedirect(self.url("change", pk))

    def page(self, request, template, *, obj=None, status=200, **context):
        """Render a page of this model's beside the usual ones."""
        base = self.admin_site.each_context(request) | {"opts": self.opts, "original": obj}
        return TemplateResponse(request, template, base | context, status=status)

    def confirm(self, request, obj, act, *, title, text, button, done):
        """GET asks, POST acts: Unfold's actions are links, and a link must not change anything.

        Parameters: `act` is called on POST; a Problem that it raises is shown in its own words.
        """
        if request.method == "POST":
            try:
                act()
            except Problem as problem:
                messages.error(request, str(problem.detail))
            else:
                messages.success(request, done)
            return self.to_object(obj.pk)
        return self.page(
            request,
            "admin/confirm.html",
            obj=obj,
            title=title,
            text=text,
            button=button,
            back=self.url("change", obj.pk),
        )


class ViewOnlyAdmin(DeskAdmin):
    """Rows that only the pipeline writes, or that never change."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # Django's own log of changes would be an empty page here.
        context = {"show_history": False} | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, context)


class HistoryAdmin(SimpleHistoryAdmin, DeskAdmin):
    """Earlier states of a row can be read, not restored."""

    def revert_disabled(self, request, obj=None):
        return True

    def has_change_permission(self, request, obj=None):
        reads = getattr(request, "reads_history", False)
        return not reads and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        if getattr(request, "reads_history", False):
            return flatten_fieldsets(self.get_fieldsets(request, obj))
        return super().get_readonly_fields(request, obj)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # The library would save the old state for anyone who may view it, outside a transaction.
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        request.reads_history = True
        return super().history_form_view(request, object_id, version_id, extra_context)


class AuditedAdmin(HistoryAdmin):
    """Writes an audit event beside each change, in the transaction that Django opened for it.

    `audit_stream` names the chain, `audit_noun` begins the action's name.
    """

    audit_stream = ""
    audit_noun = ""

    def save_model(self, request, obj, form, change):
        if change and not form.changed_data:
            return
        super().save_model(request, obj, form, change)
        record(
            self.audit_stream,
            request.user,
            f"{self.audit_noun}.{'edited' if change else 'added'}",
            **{self.audit_noun: obj.pk, **self.audit_data(obj, form)},
        )

    def audit_data(self, obj, form):
        """What the event says besides who and which: codes only, no personal text."""
        return {"fields": sorted(form.changed_data)}


def choices_filter(name, parameter, options):
    """Build a list filter from fixed choices, which costs no query of the table's values.

    Parameters: `options` maps the value in the address to (words, Q).
    """

    class Filter(admin.SimpleListFilter):
        title, parameter_name = name, parameter

        def lookups(self, request, model_admin):
            return [(value, words) for value, (words, _) in options.items()]

        def queryset(self, request, queryset):
            return (
                queryset.filter(options[self.value()][1]) if self.value() in options else queryset
            )

    return Filter


def without_side_doors(field):
    """Take the small buttons to add or edit the related row away from a form's field."""
    widget = field.widget
    widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
    widget.can_view_related = False
