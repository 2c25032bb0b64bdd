/* An instrument on any page: name, status, error, position, target, value (readings), settings. */
import type { InstrumentStatus } from "../core/events.gen.ts";
import { connected, Leaves, type ManagerOptions, type Values } from "./leaves.ts";

export class InstrumentRealtimeManager {
  readonly instrumentId: number;
  /** Stop following the instrument; what is drawn stays. */
  readonly close: () => void;
  private readonly leaves: Leaves;
  private units: Record<string, string> = {};

  constructor(instrumentId: number, { realtime, root }: ManagerOptions = {}) {
    this.instrumentId = instrumentId;
    this.leaves = new Leaves("instrument", instrumentId, root);
    this.close = connected(realtime).follow(`instrument_${instrumentId}`, {
      snapshot: ({ instrument }) => this.show(instrument),
      instrument_status: (status) => this.show(status),
      instrument_position: ({ position, target }) => this.updatePosition(position, target),
    });
  }

  updateStatus(status: string, error = ""): void {
    this.leaves.state(status);
    this.leaves.text("error", error);
  }

  /** Show where the axes are, and where they are going. */
  updatePosition(position: Values, target: Values = {}): void {
    this.leaves.values("position", position, this.units);
    this.leaves.values("target", target, this.units);
  }

  updateSettings(settings: Values): void {
    this.leaves.values("settings", settings, this.units);
  }

  private show({ instrument_name, status, error, position = {}, target, value = {}, settings = {}, units = {} }: InstrumentStatus): void {
    this.units = units;
    this.leaves.text("name", instrument_name);
    this.updateStatus(status, error ?? "");
    this.updatePosition(position, target);
    this.leaves.values("value", value, units);
    this.updateSettings(settings);
  }
}
