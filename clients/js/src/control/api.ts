// Names for the types that are generated from contracts/control.openapi.yaml.
import type { components } from "../generated/control.js";

type Schemas = components["schemas"];

export type AuthMatch = Schemas["AuthMatch"];
export type AuthOutcome = Schemas["AuthOutcome"];
export type AuthRule = Schemas["AuthRule"];
export type CanonicalEntry = Schemas["CanonicalEntry"];
export type Connection = Schemas["Connection"];
export type DisconnectAs = Schemas["DisconnectAs"];
export type Entry = Schemas["Entry"];
export type EntryKind = Schemas["EntryKind"];
export type Fault = Schemas["Fault"];
export type Injection = Schemas["Injection"];
export type InstalledFault = Schemas["InstalledFault"];
export type JournalMatch = Schemas["JournalMatch"];
export type RunState = Schemas["Run"];
export type ProfileFields = Schemas["Profile"];
export type ScenarioDefinition = Schemas["Scenario"];
export type SandboxState = Schemas["Sandbox"];
export type Target = Schemas["Target"];
export type Timer = Schemas["Timer"];
export type Transport = Schemas["Transport"];
export type Violation = Schemas["Violations"][number];

/** How many entries are expected; at least one if nothing is said. */
export interface Counts {
  exactly?: number;
  atLeast?: number;
  atMost?: number;
}
