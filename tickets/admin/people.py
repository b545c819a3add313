"""People, services, their keys, and the customers."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.forms import AdminPasswordChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminSelectWidget

from audit.services import record
from config.admin_base import AuditedAdmin, DeskAdmin, choices_filter, without_side_doors
from tickets.accounts import issue_api_key, revoke_api_key
from tickets.models import ApiKey, Customer, User

admin.site.unregister(Group)  # what a person may do is their role (tickets/roles.py)

HUMAN_ROLES = [choice for choice in User.Role.choices if choice[0] != User.Role.CLIENT]


class NewUserForm(UserCreationForm):
    """A person with a role and a password, or a service that will hold API keys."""

    role = forms.ChoiceField(
        choices=HUMAN_ROLES,
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text="For people. A service is always a client.",
    )

    class Meta:
        model = User
        fields = ("kind", "username", "first_name", "last_name", "email", "role")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["usable_password"]
        for name in ("password1", "password2"):
            self.fields[name].required = False
        self.fields["password1"].help_text = "For people: at least 12 characters."

    def clean(self):
        service = self.cleaned_data.get("kind") == User.Kind.SERVICE
        self.cleaned_data["usable_password"] = "false" if service else "true"
        if service:
            self.cleaned_data["role"] = self.instance.role = User.Role.CLIENT
        return super().clean()


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "role", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "role" in self.fields:
            service = self.instance.kind == User.Kind.SERVICE
            self.fields["role"].choices = [(User.Role.CLIENT, "client")] if service else HUMAN_ROLES


@admin.register(User)
class UserAdmin(AuditedAdmin, DjangoUserAdmin, ModelAdmin):
    audit_stream, audit_noun = "accounts", "user"
    form, add_form, change_password_form = UserForm, NewUserForm, AdminPasswordChangeForm
    list_display = ("shown_name", "shown_kind", "shown_role", "is_active", "last_login")
    list_filter = ("kind", "role", "is_active")
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("kind", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", ("first_name", "last_name"), "email")}),
        ("Rights", {"fields": ("kind", "role", "is_active")}),
        ("Dates", {"fields": (("last_login", "date_joined"),)}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "kind",
                    "username",
                    ("first_name", "last_name"),
                    "email",
                    "role",
                    ("password1", "password2"),
                )
            },
        ),
    )
    actions_detail = ("set_password",)

    @display(description="Name", header=True, ordering="username")
    def shown_name(self, user):
        return user.name, user.username

    @display(description="Kind", label={"service": "info"}, ordering="kind")
    def shown_kind(self, user):
        return user.kind

    @display(description="Role", label={"supervisor": "primary", "auditor": "warning"})
    def shown_role(self, user):
        return user.role

    def get_readonly_fields(self, request, obj=None):
        # Nobody locks themselves out, or gives themselves another role.
        own = ("role", "is_active") if obj == request.user else ()
        return (*super().get_readonly_fields(request, obj), *own) if obj else ()

    def audit_data(self, obj, form):
        data = super().audit_data(obj, form) | {"role": obj.role, "active": obj.is_active}
        data["fields"] = [name for name in data["fields"] if not name.startswith("password")]
        return data

    @action(
        description="Set password",
        url_path="set-password",
        icon="password",
        permissions=["govern"],
    )
    def set_password(self, request, object_id):
        return self.user_change_password(request, object_id)

    def user_change_password(self, request, id, form_url=""):
        user = self.object_or_404(request, id)
        if user.kind != User.Kind.HUMAN:
            raise PermissionDenied
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            if request.method == "POST" and response.status_code == 302:
                record("accounts", request.user, "user.password_set", user=user.pk)
        return response

    def get_actions_detail(self, request, object_id):
        user = self.get_object(request, object_id)
        people_only = user is not None and user.kind == User.Kind.HUMAN
        return super().get_actions_detail(request, object_id) if people_only else []


class ApiKeyForm(forms.ModelForm):
    class Meta:
        model = ApiKey
        fields = ("user", "label")
        labels = {"user": "Service"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "user" in self.fields:
            self.fields["user"].queryset = User.objects.filter(kind="service", is_active=True)
            without_side_doors(self.fields["user"])

    def clean_label(self):
        label = self.cleaned_data["label"].strip()
        if not label:
            raise ValidationError("Say what the key is for.")
        return label


@admin.register(ApiKey)
class ApiKeyAdmin(DeskAdmin):
    """A key is shown once, when it is created; afterwards there is only its hash."""

    form = ApiKeyForm
    list_display = ("shown_prefix", "user", "label", "shown_state", "created_at", "last_used_at")
    list_select_related = ("user",)
    list_filter = (
        choices_filter(
            "state",
            "state",
            {
                "active": ("Active", Q(revoked_at=None)),
                "revoked": ("Revoked", Q(revoked_at__isnull=False)),
            },
        ),
    )
    search_fields = ("prefix", "label", "user__username")
    ordering = ("-id",)
    fields = ("user", "label", "prefix", "created_at", "last_used_at", "revoked_at")
    add_fieldsets = ((None, {"fields": ("user", "label")}),)
    actions_detail = ("revoke",)

    def has_change_permission(self, request, obj=None):
        return False

    @display(description="Key", ordering="prefix")
    def shown_prefix(self, key):
        return f"{key.prefix}…"

    @display(description="State", label={"active": "success", "revoked": "danger"})
    def shown_state(self, key):
        return "revoked" if key.revoked_at else "active"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # The answer to "save" shows the key, so there is one way to save.
        one_way = {"show_save_and_add_another": False, "show_save_and_continue": False}
        context = {"show_history": False} | one_way | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, context)

    def save_model(self, request, obj, form, change):
        row, key = issue_api_key(actor=request.user, service=obj.user, label=obj.label)
        obj.pk, obj.prefix = row.pk, row.prefix
        request.new_api_key = key

    def response_add(self, request, obj, post_url_continue=None):
        # No redirect: the key exists in this one answer and nowhere else.
        return self.page(
            request,
            "admin/api_key_created.html",
            obj=obj,
            title="API key created",
            key=request.new_api_key,
            back=self.url("changelist"),
        )

    def get_actions_detail(self, request, object_id):
        key = self.get_object(request, object_id)
        usable = key is not None and key.revoked_at is None
        return super().get_actions_detail(request, object_id) if usable else []

    @action(
        description="Revoke",
        url_path="revoke",
        icon="block",
        variant=ActionVariant.DANGER,
        permissions=["govern"],
    )
    def revoke(self, request, object_id):
        key = self.object_or_404(request, object_id)
        return self.confirm(
            request,
            key,
            lambda: revoke_api_key(actor=request.user, key_id=key.pk),
            title=f"Revoke {key.prefix}…?",
            text=f"Every request that {key.user.name} sends with this key will be refused from "
            "now on. This cannot be undone; a new key can be created at any time.",
            button="Revoke the key",
            done=f"The key {key.prefix}… was revoked.",
        )


@admin.register(Customer)
class CustomerAdmin(AuditedAdmin):
    """Customers come with their tickets; a wrong name or address can be put right here."""

    audit_stream, audit_noun = "customers", "customer"
    list_display = ("name", "email", "external_id", "owner", "created_at")
    list_select_related = ("owner",)
    search_fields = ("name", "email", "external_id")
    ordering = ("-id",)
    fields = ("name", "email", "external_id", "owner", "created_at")
    readonly_fields = ("owner", "created_at")

    def has_add_permission(self, request):
        return False
