/* A callback of dashboard/components/chips.py: which of some chips is chosen. */
interface ChipId {
  group: string;
  value: string;
}

/** The chosen value, and which of the chips looks pressed. */
export function chip(_clicks: unknown, ids: ChipId[]): [string, string[]] {
  const [pressed] = globalThis.dash_clientside.callback_context.triggered;
  const { value } = JSON.parse(pressed.prop_id.slice(0, pressed.prop_id.lastIndexOf("."))) as ChipId;
  return [value, ids.map((each) => String(each.value === value))];
}
