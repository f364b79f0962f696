// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.GpuMemory;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a child does and how it says it: one line for each thing, a word and a text. Views are
 * {@code view UUID,UUID}; devices {@code device BYTES NAME} or {@code shared NAME}; what went wrong
 * is {@code nothing WHY}.
 */
final class Look {
  static final String VIEWS = "views";
  static final String DEVICES = "devices";

  private Look() {}

  /** Lines for the parent. */
  static List<String> at(String what) {
    try (Arena arena = Arena.ofConfined()) {
      return at(what, file -> Library.named(file, arena));
    }
  }

  static List<String> at(String what, Function<String, Optional<Library>> libraries) {
    return what.equals(VIEWS)
        ? libraries.apply(Nvml.FILE).map(Look::views).orElse(List.of())
        : lines(
            libraries
                .apply(Cuda.FILE)
                .map(library -> new Cuda(library).read())
                .orElseGet(
                    () ->
                        new Found.Nothing(
                            "there is no %s here: no NVIDIA driver on the node, or the container runtime did not bring it in (runtimeClassName, NVIDIA_VISIBLE_DEVICES)"
                                .formatted(Cuda.FILE))));
  }

  /** Without an answer the parent shows a child all that CUDA shows. */
  private static List<String> views(Library library) {
    try {
      return new Nvml(library).views().stream().map(view -> "view " + view).toList();
    } catch (Library.CallFailed e) {
      return List.of();
    }
  }

  private static List<String> lines(Found found) {
    return switch (found) {
      case Found.Devices(List<GpuMemory.Device> devices, List<String> shared) -> {
        List<String> lines = new ArrayList<>();
        devices.forEach(
            one -> lines.add("device %d %s".formatted(one.bytes().value(), one.name())));
        shared.forEach(name -> lines.add("shared " + name));
        yield lines;
      }
      case Found.Nothing(String why) -> List.of("nothing " + why);
    };
  }

  /** Views in a child's lines. */
  static List<String> views(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("view ")).map(Look::rest).toList();
  }

  /** Devices in a child's lines; a child that died says nothing. */
  static Found devices(List<String> lines) {
    List<GpuMemory.Device> devices = new ArrayList<>();
    List<String> shared = new ArrayList<>();
    for (String line : lines) {
      if (line.matches("device [0-9]{1,18} .+")) {
        String[] words = line.split(" ", 3);
        devices.add(new GpuMemory.Device(words[2], new Bytes(Long.parseLong(words[1]))));
      } else if (line.startsWith("shared ")) {
        shared.add(rest(line));
      } else if (line.startsWith("nothing ")) {
        return new Found.Nothing(rest(line));
      }
    }
    return devices.isEmpty() && shared.isEmpty()
        ? new Found.Nothing("the child that asked the driver ended without a word")
        : new Found.Devices(devices, shared);
  }

  private static String rest(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }
}
