/// Elements from task to task: [dev.treadle.channel.Channel] in all its flavours and
/// [dev.treadle.channel.Select], which waits for whichever of several things happens first;
/// [dev.treadle.channel.WorkQueue] for work, [dev.treadle.channel.Broadcast] for what everybody is
/// to hear, [dev.treadle.channel.StateValue] for a value that changes.
package dev.treadle.channel;
