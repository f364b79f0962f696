// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import io.vertx.core.Future;
import java.util.List;

/** An engine that can put its weights away; see {@link Health.Sleeping}. */
public interface Sleepable {

  /** Goes to sleep: level 1 keeps the weights in host memory, 2 drops them. */
  Future<Void> sleep(int level);

  /** Wakes what the tags name ({@code weights}, {@code kv_cache}); everything when empty. */
  Future<Void> wakeUp(List<String> tags);
}
