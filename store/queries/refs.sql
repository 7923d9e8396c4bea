-- Each statement gives a reference that has only a name the id of the one
-- group or door that bears it; a reference that is there already by id stays
-- alone. A second one drops what is then there twice; a third follows renames.

-- name: ResolvePlanGroups :execrows
UPDATE OR IGNORE plan_group SET ks_id = (
    SELECT g.id FROM ks_group g WHERE g.space_id = plan_group.space_id AND g.name = plan_group.name AND g.gone = 0 AND g.managed = 0)
WHERE plan_group.space_id = @space AND plan_group.ks_id = '' AND (
    SELECT count(*) FROM ks_group g WHERE g.space_id = plan_group.space_id AND g.name = plan_group.name AND g.gone = 0 AND g.managed = 0) = 1;

-- name: MergePlanGroups :execrows
DELETE FROM plan_group WHERE plan_group.space_id = @space AND plan_group.ks_id = '' AND EXISTS (
    SELECT 1 FROM plan_group o JOIN ks_group g ON g.space_id = o.space_id AND g.id = o.ks_id
    WHERE o.plan_id = plan_group.plan_id AND o.space_id = plan_group.space_id AND g.name = plan_group.name);

-- name: RenamePlanGroups :execrows
UPDATE plan_group SET name = (SELECT m.name FROM ks_group m WHERE m.space_id = @space AND m.id = plan_group.ks_id)
WHERE plan_group.space_id = @space AND EXISTS (
    SELECT 1 FROM ks_group m WHERE m.space_id = @space AND m.id = plan_group.ks_id AND m.name <> plan_group.name);

-- name: ResolveExtraDoors :execrows
UPDATE OR IGNORE extra_door SET ks_id = (
    SELECT d.id FROM ks_door d WHERE d.space_id = extra_door.space_id AND d.name = extra_door.name AND d.gone = 0)
WHERE extra_door.space_id = @space AND extra_door.ks_id = '' AND (
    SELECT count(*) FROM ks_door d WHERE d.space_id = extra_door.space_id AND d.name = extra_door.name AND d.gone = 0) = 1;

-- name: MergeExtraDoors :execrows
DELETE FROM extra_door WHERE extra_door.space_id = @space AND extra_door.ks_id = '' AND EXISTS (
    SELECT 1 FROM extra_door o JOIN ks_door d ON d.space_id = o.space_id AND d.id = o.ks_id
    WHERE o.person_id = extra_door.person_id AND o.space_id = extra_door.space_id AND d.name = extra_door.name);

-- name: RenameExtraDoors :execrows
UPDATE extra_door SET name = (SELECT m.name FROM ks_door m WHERE m.space_id = @space AND m.id = extra_door.ks_id)
WHERE extra_door.space_id = @space AND EXISTS (
    SELECT 1 FROM ks_door m WHERE m.space_id = @space AND m.id = extra_door.ks_id AND m.name <> extra_door.name);

-- name: ResolveRoomDoors :execrows
UPDATE OR IGNORE room_door SET ks_id = (
    SELECT d.id FROM ks_door d WHERE d.space_id = @space AND d.name = room_door.name AND d.gone = 0)
WHERE room_door.room_id IN (SELECT r.id FROM room r WHERE r.space_id = @space) AND room_door.ks_id = '' AND (
    SELECT count(*) FROM ks_door d WHERE d.space_id = @space AND d.name = room_door.name AND d.gone = 0) = 1;

-- name: MergeRoomDoors :execrows
DELETE FROM room_door WHERE room_door.room_id IN (SELECT r.id FROM room r WHERE r.space_id = @space) AND room_door.ks_id = '' AND EXISTS (
    SELECT 1 FROM room_door o JOIN ks_door d ON d.space_id = @space AND d.id = o.ks_id
    WHERE o.room_id = room_door.room_id AND d.name = room_door.name);

-- name: RenameRoomDoors :execrows
UPDATE room_door SET name = (SELECT m.name FROM ks_door m WHERE m.space_id = @space AND m.id = room_door.ks_id)
WHERE room_door.room_id IN (SELECT r.id FROM room r WHERE r.space_id = @space) AND EXISTS (
    SELECT 1 FROM ks_door m WHERE m.space_id = @space AND m.id = room_door.ks_id AND m.name <> room_door.name);

-- name: ResolveRoomGroups :execrows
UPDATE OR IGNORE room_group SET ks_id = (
    SELECT g.id FROM ks_group g WHERE g.space_id = @space AND g.name = room_group.name AND g.gone = 0 AND g.managed = 0)
WHERE room_group.room_id IN (SELECT r.id FROM room r WHERE r.space_id = @space) AND room_group.ks_id = '' AND (
    SELECT count(*) FROM ks_group g WHERE g.space_id = @space AND g.name = room_group.name AND g.gone = 0 AND g.managed = 0) = 1;

-- name: MergeRoomGroups :execrows
DELETE FROM room_group WHERE room_group.room_id IN (SELECT r.id FROM room r WHERE r.space_id = @space) AND room_group.ks_id = '' AND EXISTS (
    SELECT 1 FROM room_group o JOIN ks_group g ON g.space_id = @space AND g.id = o.ks_id
    WHERE o.room_id = room_group.room_id AND g.name = room_group.name);

-- name: RenameRoomGroups :execrows
UPDATE room_group SET name = (SELECT m.name FROM ks_group m WHERE m.space_id = @space AND m.id = room_group.ks_id)
WHERE room_group.room_id IN (SELECT r.id FROM room r WHERE r.space_id = @space) AND EXISTS (
    SELECT 1 FROM ks_group m WHERE m.space_id = @space AND m.id = room_group.ks_id AND m.name <> room_group.name);
