package dev.treadle.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where figures were taken.
///
/// @param system operating system and architecture
/// @param cpu model, cores and memory
/// @param jdk vendor and version
/// @param commit of the working tree; `+` if it had changes
record Machine(String system, String cpu, String jdk, String commit) {

  static Machine here() throws IOException, InterruptedException {
    var memory =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return new Machine(
        "%s, %s".formatted(property("os.name"), property("os.arch")),
        "%s, %d cores, %d GiB"
            .formatted(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                Math.round(memory / (double) (1 << 30))),
        "%s %s".formatted(property("java.vendor"), property("java.runtime.version")),
        gitCommit());
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String cpuModel() throws IOException, InterruptedException {
    var linux = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(linux)) {
      return output(List.of("sysctl", "-n", "machdep.cpu.brand_string"));
    }
    return Files.readAllLines(linux).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown CPU");
  }

  private static String gitCommit() throws IOException, InterruptedException {
    var id = output(List.of("git", "rev-parse", "--short", "HEAD"));
    var changes = output(List.of("git", "status", "--porcelain", "--untracked-files=no"));
    return changes.isEmpty() ? id : id + "+";
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var text = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    return process.waitFor() == 0 ? text.strip() : "unknown";
  }
}
