from django.contrib import admin
from django.contrib.auth.models import Group

from meetings.admin import (  # noqa: F401 - importing registers
    attachments,
    classes,
    cohorts,
    comments,
    learnings,
    lectures,
    members,
    minutes,
    questions,
    resources,
    reviews,
    sources,
    tags,
    teams,
    users,
)

if admin.site.is_registered(Group):
    admin.site.unregister(Group)  # rights follow from seats and cohorts
