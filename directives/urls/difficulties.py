"""Addresses of difficulties: the queue, one of them, raising, answering, closing."""

from django.urls import path

from directives.views import difficulties

urlpatterns = [
    path("vuong-mac/", difficulties.difficulty_list, name="difficulty_list"),
    path("vuong-mac/moi/", difficulties.difficulty_raise, name="difficulty_raise"),
    path("vuong-mac/<int:pk>/", difficulties.difficulty_detail, name="difficulty_detail"),
    path("vuong-mac/<int:pk>/tra-loi/", difficulties.difficulty_answer, name="difficulty_answer"),
    path("vuong-mac/<int:pk>/giai-quyet/", difficulties.difficulty_close, name="difficulty_close"),
    path("noi-dung/<int:number>/vuong-mac/", difficulties.item_difficulty, name="item_difficulty"),
]
