package dev.treadle.examples.timeline;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/// A flight recording of the ends of tasks.
final class TaskFlight implements AutoCloseable {

  private static final String TASK_END = "dev.treadle.TaskEnd";

  /// How a task ended.
  ///
  /// @param path its place in the tree
  /// @param outcome `success`, `cancelled`, or the class of what it threw
  record Landing(String path, String outcome) {}

  private final Recording recording = new Recording();

  private TaskFlight() {}

  static TaskFlight begin() {
    var flight = new TaskFlight();
    flight.recording.enable(TASK_END).withoutThreshold();
    flight.recording.start();
    return flight;
  }

  /// Ends the recording and returns how the tasks ended, by the ids of their threads, which are
  /// never used again.
  Map<Long, Landing> landings() throws IOException {
    recording.stop();
    var file = Files.createTempFile("treadle", ".jfr");
    try {
      recording.dump(file);
      var landings = new HashMap<Long, Landing>();
      for (var event : RecordingFile.readAllEvents(file)) {
        if (event.getEventType().getName().equals(TASK_END)) {
          landings.put(
              event.getThread().getJavaThreadId(),
              new Landing(event.getString("path"), event.getString("outcome")));
        }
      }
      return landings;
    } finally {
      Files.delete(file);
    }
  }

  @Override
  public void close() {
    recording.close();
  }
}
