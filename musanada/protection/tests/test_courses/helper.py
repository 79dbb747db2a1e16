"""What these tests say again and again."""

from datetime import timedelta

from django.utils import timezone

from musanada.protection.commands import courses, registers
from musanada.protection.commands.courses import CourseDraft, EnrolDraft, GroupDraft

NAME = "Mamadou Bah"


CLASS_NAME = "Doudou"


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def new_course(scene, rule, **more):
    draft = CourseDraft(f"darija-{rule}", "Darija", "ary", rule, name_ar="الدارجة", **more)
    return courses.create_course(scene.lead, scene.nador, draft=draft)


def new_group(scene, course, **more):
    values = {"level": "A1", "label": "Mardi soir", "from_on": ago(60), "teacher": scene.teacher} | more
    return courses.open_group(scene.lead, course, draft=GroupDraft(**values))


def enrolled(scene, group, person, *, actor=None, known_as=CLASS_NAME, days=50, **more):
    draft = EnrolDraft(known_as, assent=True, from_on=ago(days), **more)
    return courses.enrol(actor or scene.manager, group, person=person, draft=draft)


def taken(scene, group, marks, days=0):
    return registers.take_register(
        scene.teacher, group, on=ago(days), marks={k.pk: v for k, v in marks.items()}
    )
