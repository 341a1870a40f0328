/// Values on their way from task to task: queues of work, broadcasts and values that change.
package dev.treadle.channel;
