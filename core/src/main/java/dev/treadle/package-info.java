/// Tasks with an owner: [dev.treadle.TaskGroup], the verbs of [dev.treadle.Treadle], and what
/// bounds them, [dev.treadle.CancelScope] and [dev.treadle.Deadline].
package dev.treadle;
