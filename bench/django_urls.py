"""The three pages' addresses and views, as a Django developer would write them."""

import os
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from .django_pages import Community, Count, Entry, Matter, Notice, standing

SHELL = {name: "x" * int(size) for name, size in (pair.split("=") for pair in os.environ.get("BENCH_SHELL", "").split(",") if pair)}
STATES = ("consulting", "seconding", "debating", "rating")


def home(request: HttpRequest, slug: str) -> HttpResponse:
    here = get_object_or_404(Community, slug=slug)
    groups = [(state, standing(here, state)) for state in STATES]
    notices = list(Notice.objects.filter(community=here).order_by("-id")[:3])
    return _page(request, "home", here, groups=groups, counts=list(Count.objects.filter(community=here)), notices=notices)


def index(request: HttpRequest, slug: str) -> HttpResponse:
    here = get_object_or_404(Community, slug=slug)
    matters = (
        Matter.objects.filter(community=here, running=True, number__isnull=False).select_related("proposer").order_by("-id")[:31]
    )
    return _page(
        request, "list", here, groups=[("list", list(matters))], counts=list(Count.objects.filter(community=here)), notices=[]
    )


def show(request: HttpRequest, slug: str, id: int) -> HttpResponse:
    here = get_object_or_404(Community, slug=slug)
    matter = get_object_or_404(Matter.objects.select_related("proposer"), community=here, id=id)
    entries = list(Entry.objects.filter(matter=matter).order_by("-seq")[:6])
    return _page(request, "matter", here, groups=[("matter", [matter])], counts=[], notices=[], entries=entries)


def _page(request: HttpRequest, name: str, here: Community, **context: Any) -> HttpResponse:
    return render(request, "page.html", {"here": here, "shell": SHELL.get(name, ""), "entries": [], **context})


urlpatterns = [path("c/<slug:slug>", home), path("c/<slug:slug>/matters", index), path("c/<slug:slug>/matters/<int:id>", show)]
