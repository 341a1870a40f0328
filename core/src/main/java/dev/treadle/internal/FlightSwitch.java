package dev.treadle.internal;

import jdk.jfr.FlightRecorder;

/// Whether JDK Flight Recorder is there and at work.
///
/// To load an event class starts the recorder, which takes a tenth of a second. So ours are not
/// loaded before somebody else has started it; to ask for that costs a program two small classes.
public final class FlightSwitch {

  private static final boolean PRESENT =
      ModuleLayer.boot().findModule("jdk.jfr").isPresent()
          && (!FlightSwitch.class.getModule().isNamed()
              || FlightSwitch.class
                  .getModule()
                  .canRead(ModuleLayer.boot().findModule("jdk.jfr").orElseThrow()));

  private FlightSwitch() {}

  /// Returns whether anybody may be recording.
  public static boolean isOn() {
    return PRESENT && FlightRecorder.isInitialized();
  }
}
