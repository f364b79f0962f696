// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.audit;

import java.util.Set;

/**
 * One request that the API server answered, or one watch that it began.
 *
 * @param id unique
 * @param user as authenticated: {@code system:serviceaccount:<namespace>:<name>} for a
 *     ServiceAccount
 * @param userAgent as sent
 * @param verb get, list, watch, create, update, patch, delete, deletecollection
 * @param group API group; empty for the core group and for requests that are for no resource
 * @param resource plural; empty for requests that are for no resource
 * @param subresource empty when none
 * @param namespace empty for cluster-wide ones
 * @param name of the object; empty for collections and creations
 * @param uri path and query
 * @param status HTTP status of the answer
 */
public record Request(
    String id,
    String user,
    String userAgent,
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    String uri,
    int status) {
  private static final Set<String> WRITES =
      Set.of("create", "update", "patch", "delete", "deletecollection");

  // They ask the server something and change nothing, though their verb is create.
  private static final Set<String> QUESTIONS =
      Set.of(
          "tokenreviews",
          "subjectaccessreviews",
          "selfsubjectaccessreviews",
          "localsubjectaccessreviews",
          "selfsubjectrulesreviews",
          "selfsubjectreviews");

  /** True when it may change an object. A dry run, and a review, changes nothing. */
  public boolean isWrite() {
    return WRITES.contains(verb) && !QUESTIONS.contains(resource) && !uri.contains("dryRun=All");
  }

  /** What RBAC must allow for it. */
  public Permission permission() {
    return new Permission(verb, group, resource, subresource);
  }
}
