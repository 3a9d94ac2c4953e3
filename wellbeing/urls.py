"""The addresses of wellbeing."""

from django.urls import path

from people.tenancy.context import everywhere

from . import views

urlpatterns = [
    path("talk/", views.talk, name="talk"),
    path("my-shares/", views.my_shares, name="my_shares"),
    path("my-shares/new/", views.share_new, name="share_new"),
    path("shared/<uuid:public_id>/", views.shared, name="shared"),
    path("my-events/", views.my_events, name="my_events"),
    path("my-events/<uuid:public_id>/", views.after_event, name="after_event"),
    # /groups/
    path("groups/", views.groups, name="groups"),
    path("groups/table.csv", views.groups_sheet, name="groups_sheet"),
    path("people/groups/", views.group_size, name="group_size"),
    path("promise/", views.promise, name="promise"),
    path("help/", views.help_now, name="help"),
    # /people/hotlines/
    path("people/hotlines/", views.hotlines, name="hotlines"),
    path("people/hotlines/<uuid:public_id>/", views.hotline, name="hotline"),
    # /my-scales/
    path("my-scales/", views.my_scales, name="my_scales"),
    path("my-scales/results/<uuid:public_id>/", views.scale_result, name="scale_result"),
    path("my-scales/<slug:key>/", views.scale, name="scale"),
    # /people/scales/
    path("people/scales/", views.wording_packs, name="wording_packs"),
    path("people/scales/new/", views.wording_pack_new, name="wording_pack_new"),
    path("people/scales/<uuid:public_id>/", views.wording_pack, name="wording_pack"),
    # /my-record/
    path("my-record/", views.my_record, name="my_record"),
    path("my-record/agreement/", views.consent_text, name="consent_text"),
    path("my-record/delete/", views.erase, name="erase"),
    path("my-record/objection/", views.objection, name="objection"),
    path("objections/", everywhere()(views.objections), name="objections"),
    path("my-record/record.json", views.record_file, {"ending": "json"}, name="record_json"),
    path("my-record/record.zip", views.record_file, {"ending": "zip"}, name="record_zip"),
]
