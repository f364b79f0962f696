// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import java.util.Map;

/**
 * Where the images of our own engines are.
 *
 * @param byDefaultName from the name that an engine has in the plan, such as {@code
 *     conduit/engine-embedded}, to the reference to pull; others are pulled as they are named
 */
public record Images(Map<String, String> byDefaultName) {
  public Images {
    byDefaultName = Map.copyOf(byDefaultName);
  }

  String resolve(String image) {
    return byDefaultName.getOrDefault(image, image);
  }
}
