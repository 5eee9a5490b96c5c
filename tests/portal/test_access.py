from __future__ import annotations
import pytest
from django.urls import get_resolver, URLPattern, reverse, NoReverseMatch
from django.test import Client
from django.db import transaction
from common import clock
from tests.portal.access_world import *
from tests.factories.units import ensure_units
ARG={"number":"item"}
@pytest.mark.django_db
def test_probe():
    ensure_units()
    with clock.at(DAY):
        w=make_world()
        cl={}
        for n,p in w.people.items():
            c=Client(raise_request_exception=False)
            if WALKERS[n]: c.force_login(p)
            cl[n]=c
        for pat in get_resolver().url_patterns:
            for u in getattr(pat,'url_patterns',[pat]):
                subs=getattr(u,'url_patterns',None)
                for q in ([u] if not subs else []):
                    if pat.__dict__.get('namespace')=='admin': continue
                    route=str(q.pattern)
                    if '<' not in route: args=[]
                    elif 'number' in route: args=[w.item.number]
                    elif 'cho-xac-dinh' in route: args=[w.pending.pk]
                    elif 'minh-chung' in route: args=[w.evidence.pk]
                    elif 'van-ban' in route: args=[w.directive.pk]
                    elif 'code' in route: args=['ubnd-873']
                    else: args=[w.stranger.pk]
                    for m in ('get','post'):
                        out=[]
                        for n,c in cl.items():
                            with transaction.atomic():
                                r=getattr(c,m)(reverse(q.name,args=args))
                                s=str(r.status_code)
                                if s=='302': s='→'+r.url[:16]
                                transaction.set_rollback(True)
                            out.append(s)
                        print(f"{q.name:22}{m:5}", " ".join(f"{o:6}" for o in out))
