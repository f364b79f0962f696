// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import dev.conduit.contract.GpuMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at all devices of a node, and keeps the node's annotation to it.
 *
 * @param looks at the driver
 * @param node that is annotated
 * @param log takes a line for each thing worth knowing
 */
record Probe(Looks looks, Noted node, Consumer<String> log) {
  /** Looks at the driver in a process of its own. */
  @FunctionalInterface
  interface Looks {
    /**
     * @param what {@link Look#VIEWS} or {@link Look#DEVICES}
     * @param visible ids that CUDA shall show, with commas; empty for all that it shows
     */
    List<String> at(String what, String visible) throws IOException, InterruptedException;
  }

  /** The annotation of the own node. */
  @FunctionalInterface
  interface Noted {
    /**
     * @param memory to write; that of no devices takes the annotation away
     * @return what went wrong; empty when it is as told
     */
    Optional<String> note(GpuMemory memory) throws IOException, InterruptedException;
  }

  /** Whether the node now says what its GPUs have. */
  boolean once() throws InterruptedException {
    try {
      GpuMemory memory = read();
      boolean isKnown = !memory.groups().isEmpty();
      Optional<String> trouble = node.note(memory);
      trouble.ifPresent(log);
      if (trouble.isPresent()) {
        return false;
      }
      log.accept(
          isKnown
              ? "the node says %s: %s".formatted(GpuMemory.ANNOTATION, memory)
              : "the node says nothing of its GPUs' memory; it is planned by its labels");
      return isKnown;
    } catch (IOException e) {
      log.accept("not done: " + e);
      return false;
    }
  }

  private GpuMemory read() throws IOException, InterruptedException {
    List<String> views = Look.views(looks.at(Look.VIEWS, ""));
    List<GpuMemory.Device> devices = new ArrayList<>();
    for (String view : views.isEmpty() ? List.of("") : views) {
      switch (Look.devices(looks.at(Look.DEVICES, view))) {
        case Found.Devices found -> {
          devices.addAll(found.devices());
          found.shared().forEach(this::leaveOut);
        }
        case Found.Nothing(String why) ->
            log.accept(why + (view.isEmpty() ? "" : " (looking at %s)".formatted(view)));
      }
    }
    return GpuMemory.of(devices);
  }

  private void leaveOut(String name) {
    log.accept(name + " shares its memory with the processors: its size is not written");
  }
}
