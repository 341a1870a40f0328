package dev.treadle.examples.scout.command;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// What `./treadle crawl` and `./treadle demo` run.
@Command(
    name = "treadle",
    description = "Walks through sites and finds links that lead nowhere.",
    subcommands = {CrawlCommand.class, Demo.class})
public final class Scout implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private Scout() {}

  /// Runs a command, and ends the program with its code: 0 if all is well, 1 if there are broken
  /// links, 2 if the words make no sense, 130 if it was interrupted.
  public static void main(String[] words) {
    System.exit(commandLine().execute(words));
  }

  /// Returns all commands.
  static CommandLine commandLine() {
    return register(new CommandLine(new Scout()));
  }

  /// Has a command tell of mistakes as all of them do.
  static CommandLine register(CommandLine command) {
    return command
        .setUsageHelpAutoWidth(true)
        .registerConverter(int.class, Scout::whole)
        .registerConverter(Integer.class, Scout::whole)
        .setParameterExceptionHandler(Scout::misused)
        .setExecutionExceptionHandler(Scout::fail);
  }

  /// The whole help below a mistake would hide what it is.
  private static int misused(ParameterException mistake, String[] words) {
    var command = mistake.getCommandLine();
    command.getErr().println("treadle: " + mistake.getMessage());
    command.getErr().println("./treadle " + command.getCommandName() + " --help tells more");
    return CommandLine.ExitCode.USAGE;
  }

  private static int whole(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new TypeConversionException(
          "expected a whole number of up to " + Integer.MAX_VALUE + ", found '" + text + "'");
    }
  }

  /// A failure of the world is told in a line, one of the program with its stack. Neither must look
  /// like a broken link, which is 1.
  private static int fail(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof IOException) {
      command.getErr().println("treadle: " + failure.getMessage());
    } else {
      failure.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command, found none");
  }
}
