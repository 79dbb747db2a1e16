import pytest
from django.http import Http404

from musanada.protection.queries import files
from musanada.protection.tests.scene import Scene, child_file, named, victim_file


def test_the_scene_opens_files_that_hide_their_person(scene: Scene) -> None:
    child, victim = child_file(scene), victim_file(scene, years=16)
    child.case.person.refresh_from_db()
    assert child.case.person.protected
    assert victim.victim.child
    assert files.file(scene.manager, child.case_id).pk == child.pk
    with pytest.raises(Http404):
        files.file(scene.second, child.case_id)
    named(child, scene.second)
    assert files.file(scene.second, child.case_id).pk == child.pk
