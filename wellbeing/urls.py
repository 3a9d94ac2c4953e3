"""The addresses of wellbeing."""

from django.urls import path

from people.tenancy.context import everywhere

from .events import views as events_views
from .groups import views as groups_views
from .help import talk_views
from .help import views as help_views
from .own_data import privacy_views, rights_views
from .own_data import views as own_data_views
from .scales import pack_views
from .scales import views as scales_views
from .sharing import views as sharing_views

urlpatterns = [
    path("talk/", talk_views.talk, name="talk"),
    path("my-shares/", sharing_views.my_shares, name="my_shares"),
    path("my-shares/new/", sharing_views.share_new, name="share_new"),
    path("shared/<uuid:public_id>/", sharing_views.shared, name="shared"),
    path("my-events/", events_views.my_events, name="my_events"),
    path("my-events/<uuid:public_id>/", events_views.after_event, name="after_event"),
    # /groups/
    path("groups/", groups_views.groups, name="groups"),
    path("groups/table.csv", groups_views.groups_sheet, name="groups_sheet"),
    path("people/groups/", groups_views.group_size, name="group_size"),
    path("promise/", privacy_views.promise, name="promise"),
    path("help/", help_views.help_now, name="help_now"),
    # /people/hotlines/
    path("people/hotlines/", help_views.hotlines, name="hotlines"),
    path("people/hotlines/<uuid:public_id>/", help_views.hotline, name="hotline"),
    # /my-scales/
    path("my-scales/", scales_views.my_scales, name="my_scales"),
    path("my-scales/results/<uuid:public_id>/", scales_views.scale_result, name="scale_result"),
    path("my-scales/<slug:key>/", scales_views.scale, name="scale"),
    # /people/scales/
    path("people/scales/", pack_views.wording_packs, name="wording_packs"),
    path("people/scales/new/", pack_views.wording_pack_new, name="wording_pack_new"),
    path("people/scales/<uuid:public_id>/", pack_views.wording_pack, name="wording_pack"),
    # /my-record/
    path("my-record/", own_data_views.my_record, name="my_record"),
    path("my-record/agreement/", own_data_views.consent_text, name="consent_text"),
    path("my-record/delete/", own_data_views.erase, name="erase"),
    path("my-record/objection/", rights_views.objection, name="objection"),
    path("objections/", everywhere()(rights_views.objections), name="objections"),
    path("my-record/record.json", own_data_views.record_json, name="record_json"),
    path("my-record/record.zip", own_data_views.record_zip, name="record_zip"),
]
