/// Who ran when: [Recorder] watches a program's tasks through public hooks, [TextBars] and
/// [TimelinePage] draw what it saw.
@org.jspecify.annotations.NullMarked
package dev.treadle.examples.timeline;
