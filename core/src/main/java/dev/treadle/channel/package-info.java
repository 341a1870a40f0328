/// Elements from task to task: [dev.treadle.channel.Channel] in all its flavours, the two ends it
/// has, and [dev.treadle.channel.Select], which waits for whichever of several things happens
/// first.
package dev.treadle.channel;
