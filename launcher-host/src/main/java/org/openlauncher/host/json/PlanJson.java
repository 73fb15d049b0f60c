package org.openlauncher.host.json;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.host.jobs.SubmissionPlan;
import org.openlauncher.host.profiles.AppliedLimit;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Writes what a submission would do. No value of the environment is shown, also not where the
 * back-end's own object holds it as {@code {"name", "value"}} or {@code NAME=value}.
 */
public final class PlanJson {
  private static final String MASK = "***";

  private PlanJson() {}

  /** {@code {"plan": {...}}}. */
  public static byte[] plan(SubmissionPlan plan) {
    return JsonOutput.object(
        generator ->
            JsonOutput.object(
                generator,
                "plan",
                target -> {
                  members(target, plan.launch());
                  JsonOutput.objects(target, "limits", plan.limits(), PlanJson::limit);
                }));
  }

  private static void limit(JsonGenerator generator, AppliedLimit limit) {
    generator.writeStringProperty("name", limit.name());
    JsonOutput.text(generator, "value", limit.value());
    JsonOutput.text(generator, "source", limit.source());
    JsonOutput.text(generator, "bound", limit.bound());
    JsonOutput.text(generator, "boundSource", limit.boundOrigin().map(Origin::toString));
  }

  private static void members(JsonGenerator generator, LaunchPlan plan) {
    JsonOutput.object(
        generator,
        "runAs",
        target -> {
          target.writeStringProperty("name", plan.runAs().name());
          target.writeNumberProperty("uid", plan.runAs().uid());
          target.writeNumberProperty("gid", plan.runAs().gid());
        });
    JsonOutput.texts(generator, "argv", plan.argv());
    JsonOutput.objects(
        generator,
        "environment",
        plan.environment(),
        (target, variable) -> {
          target.writeStringProperty("name", variable.name());
          target.writeStringProperty("value", MASK);
        });
    JsonOutput.text(generator, "workingDirectory", plan.workingDirectory());
    JsonOutput.text(generator, "stdoutFile", plan.stdoutFile());
    JsonOutput.text(generator, "stderrFile", plan.stderrFile());
    plan.document()
        .ifPresent(document -> JsonOutput.raw(generator, "document", masked(document, plan)));
    JsonOutput.texts(generator, "notes", plan.notes());
  }

  private static JsonText masked(JsonText document, LaunchPlan plan) {
    Set<String> names =
        plan.environment().stream().map(EnvironmentVariable::name).collect(Collectors.toSet());
    ObjectNode root;
    try {
      root = StrictJson.read(document.text());
    } catch (LauncherException notJson) {
      throw new IllegalStateException("the plugin's document is not JSON", notJson);
    }
    mask(root, names);
    return new JsonText(StrictJson.compact(root));
  }

  private static void mask(JsonNode node, Set<String> names) {
    if (node instanceof ObjectNode object) {
      if (object.has("value") && names.contains(object.path("name").asString(""))) {
        object.put("value", MASK);
      }
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        member.setValue(maskedText(member.getValue(), names));
        mask(member.getValue(), names);
      }
    } else if (node instanceof ArrayNode array) {
      for (int index = 0; index < array.size(); index++) {
        array.set(index, maskedText(array.get(index), names));
        mask(array.get(index), names);
      }
    }
  }

  private static JsonNode maskedText(JsonNode node, Set<String> names) {
    if (node.isString()) {
      String text = node.stringValue();
      int sign = text.indexOf('=');
      if (sign > 0 && names.contains(text.substring(0, sign))) {
        return StringNode.valueOf(text.substring(0, sign + 1) + MASK);
      }
    }
    return node;
  }
}
