// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A class of data that a request belongs to when one of its marks is found anywhere in the body.
 *
 * @param name as targets and rules write it; one of {@code pii} and {@code secret} takes the place
 *     of the built-in class
 * @param detect kinds of data that make a request one of this class
 * @param patterns RE2 expressions that do; see {@link Expression}
 */
public record DataClass(
    @JsonProperty(required = true) String name, List<DataKind> detect, List<String> patterns) {
  public DataClass {
    detect = detect == null ? List.of() : List.copyOf(detect);
    patterns = patterns == null ? List.of() : List.copyOf(patterns);
  }
}
