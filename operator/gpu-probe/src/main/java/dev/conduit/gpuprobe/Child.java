// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs this program anew for one look, with the devices that it shall see. */
final class Child implements Probe.Looks {
  /** A driver that just starts takes some seconds for each GPU. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xmx32m",
          "--enable-native-access=ALL-UNNAMED");

  /** This program, with an argument. */
  static ProcessBuilder program(String what) {
    ProcessBuilder builder =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.command().addAll(FLAGS);
    builder.command().addAll(List.of("-cp", System.getProperty("java.class.path")));
    builder.command().addAll(List.of(Main.class.getName(), what));
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return builder;
  }

  @Override
  public List<String> at(String what, String visible) throws IOException, InterruptedException {
    Path said = Files.createTempFile("conduit-gpu-probe", ".txt");
    try {
      ProcessBuilder builder = program(what);
      if (!visible.isEmpty()) {
        builder.environment().put("CUDA_VISIBLE_DEVICES", visible);
      }
      Process child =
          builder
              .redirectOutput(said.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return answer(child, said);
    } finally {
      Files.deleteIfExists(said);
    }
  }

  private static List<String> answer(Process child, Path said)
      throws IOException, InterruptedException {
    try {
      if (!child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return List.of("nothing the driver did not answer within " + PATIENCE.toSeconds() + " s");
      }
      return child.exitValue() == 0
          ? Files.readString(said, StandardCharsets.UTF_8).lines().toList()
          : List.of("nothing the child that asked the driver ended with code " + child.exitValue());
    } finally {
      child.destroyForcibly();
    }
  }
}
