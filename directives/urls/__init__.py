"""Addresses of items, difficulties, imports, scores and dispatches."""

from directives.urls.difficulties import urlpatterns as difficulty_urls
from directives.urls.dispatches import urlpatterns as dispatch_urls
from directives.urls.imports import urlpatterns as import_urls
from directives.urls.items import urlpatterns as item_urls
from directives.urls.scores import urlpatterns as score_urls

urlpatterns = [*item_urls, *difficulty_urls, *import_urls, *score_urls, *dispatch_urls]
