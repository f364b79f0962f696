// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.state;

import dev.conduit.operator.app.process.ChildProcess;
import dev.conduit.operator.app.process.ProcessIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Children that outlived their supervisor. */
public record Leftovers(StateFolder folder) {
  /**
   * Stops those that are recorded, still alive and still the same process; returns their names in
   * order. A number that belongs to another process by now is left alone.
   */
  public List<String> reap(Duration grace) throws InterruptedException {
    List<String> reaped = new ArrayList<>();
    for (Map.Entry<String, ProcessIdentity> child : folder.children().entrySet()) {
      Optional<ProcessHandle> handle = child.getValue().find();
      if (handle.isPresent()) {
        ChildProcess.stop(handle.get(), grace);
        reaped.add(child.getKey());
      }
    }
    return reaped.stream().sorted().toList();
  }
}
