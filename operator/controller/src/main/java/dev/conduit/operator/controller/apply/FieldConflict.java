// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.apply;

import dev.conduit.operator.core.observed.Given;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Others who own fields that we want to set, as the API server lists them in a refused server-side
 * apply.
 *
 * @param managers and their fields, such as {@code "vpa" owns .spec.template.spec.containers}
 * @param byHand whether all of them are people with kubectl, whose edits are put right
 */
record FieldConflict(List<String> managers, boolean byHand) {
  private static final int CONFLICT = 409;
  private static final String REASON = "FieldManagerConflict";
  private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");

  /** Empty when it failed for another reason. */
  static Optional<FieldConflict> in(KubernetesClientException failure) {
    if (failure.getCode() != CONFLICT
        || failure.getStatus() == null
        || failure.getStatus().getDetails() == null) {
      return Optional.empty();
    }
    List<StatusCause> causes =
        Given.list(failure.getStatus().getDetails().getCauses()).stream()
            .filter(cause -> REASON.equals(cause.getReason()))
            .toList();
    if (causes.isEmpty()) {
      return Optional.empty();
    }
    List<String> managers =
        causes.stream()
            .map(cause -> "\"%s\" owns %s".formatted(manager(cause), cause.getField()))
            .toList();
    boolean byHand = causes.stream().allMatch(cause -> manager(cause).startsWith("kubectl"));
    return Optional.of(new FieldConflict(managers, byHand));
  }

  private static String manager(StatusCause cause) {
    Matcher matcher = MANAGER.matcher(Given.or(cause.getMessage(), ""));
    return matcher.find() ? matcher.group(1) : Given.or(cause.getMessage(), "unknown");
  }
}
