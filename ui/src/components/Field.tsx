import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  NumberField as AriaNumberField,
  Select as AriaSelect,
  Switch as AriaSwitch,
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
  TextArea,
} from "react-aria-components";
import "./Field.css";

interface Common {
  label: string;
  /** One sentence under the field on what it does. */
  hint?: ReactNode;
  /** What is wrong with the value, shown in place of the hint. */
  problem?: string | undefined;
  /** Keep the label for screen readers alone, where the place already says it. */
  hideLabel?: boolean;
  disabled?: boolean;
  className?: string;
  "data-testid"?: string;
}

function Below({ hint, problem }: Pick<Common, "hint" | "problem">) {
  if (problem) return <FieldError className="field-problem">{problem}</FieldError>;
  return hint ? (
    <Text slot="description" className="field-hint">
      {hint}
    </Text>
  ) : null;
}

function Name({ label, hideLabel }: Pick<Common, "label" | "hideLabel">) {
  return <Label className={hideLabel ? "visually-hidden" : "field-label"}>{label}</Label>;
}

export interface TextFieldProps extends Common {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  /** More than one makes a text area that grows up to three times as high. */
  lines?: number;
  mono?: boolean;
  autoFocus?: boolean;
  onBlur?: () => void;
  onEnter?: () => void;
  /** What stands here is not in the recipe yet: undo is the field's own. */
  unfinished?: boolean;
}

export function TextField(props: TextFieldProps) {
  const {
    label,
    hint,
    problem,
    hideLabel,
    disabled,
    className = "",
    lines = 1,
    mono,
    placeholder,
    onEnter,
  } = props;
  const look = mono ? "input mono" : "input";
  return (
    <AriaTextField
      className={`field ${className}`}
      value={props.value}
      onChange={props.onChange}
      onBlur={props.onBlur}
      isDisabled={disabled}
      isInvalid={Boolean(problem)}
      autoFocus={props.autoFocus}
      data-testid={props["data-testid"]}
      data-own-undo={props.unfinished || undefined}
    >
      <Name label={label} hideLabel={hideLabel} />
      {lines > 1 ? (
        <TextArea className={look} rows={rowsFor(props.value, lines)} placeholder={placeholder} spellCheck />
      ) : (
        <Input
          className={look}
          placeholder={placeholder}
          spellCheck={false}
          onKeyDown={(event) => {
            if (event.key === "Enter" && onEnter) {
              event.preventDefault();
              onEnter();
            }
          }}
        />
      )}
      <Below hint={hint} problem={problem} />
    </AriaTextField>
  );
}

/** Height of a text area in lines: WebKitGTK has no `field-sizing`. */
function rowsFor(value: string, least: number): number {
  const wrapped = value.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 76), 0);
  return Math.min(Math.max(least, wrapped), least * 3 + 4);
}

export interface NumberFieldProps extends Common {
  value: number | null;
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  /** What typed numbers are rounded to, counted from `min`. */
  step?: number;
  placeholder?: string;
  unit?: string;
  format?: Intl.NumberFormatOptions;
}

/** A number, or null where the field is left empty. */
export function NumberField(props: NumberFieldProps) {
  const { label, hint, problem, hideLabel, disabled, className = "", unit } = props;
  return (
    <AriaNumberField
      className={`field field-number ${className}`}
      value={props.value ?? Number.NaN}
      onChange={(value) => props.onChange(Number.isNaN(value) ? null : value)}
      minValue={props.min}
      maxValue={props.max}
      step={props.step}
      isDisabled={disabled}
      isInvalid={Boolean(problem)}
      formatOptions={props.format ?? { maximumFractionDigits: 4, useGrouping: false }}
      data-testid={props["data-testid"]}
    >
      <Name label={label} hideLabel={hideLabel} />
      <div className="input-with-unit">
        <Input className="input number" placeholder={props.placeholder} />
        {unit ? <span className="muted small">{unit}</span> : null}
      </div>
      <Below hint={hint} problem={problem} />
    </AriaNumberField>
  );
}

export interface Option<Id extends string> {
  id: Id;
  name: string;
  detail?: string;
}

export interface SelectProps<Id extends string> extends Common {
  value: Id | null;
  onChange: (value: Id) => void;
  options: readonly Option<Id>[];
  placeholder?: string;
}

export function Select<Id extends string>(props: SelectProps<Id>) {
  const { label, hint, problem, hideLabel, disabled, className = "", options, placeholder } = props;
  return (
    <AriaSelect
      className={`field ${className}`}
      selectedKey={props.value}
      onSelectionChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen && chosen.id !== props.value) props.onChange(chosen.id);
      }}
      isDisabled={disabled}
      isInvalid={Boolean(problem)}
      placeholder={placeholder}
      data-testid={props["data-testid"]}
    >
      <Name label={label} hideLabel={hideLabel} />
      <AriaButton className="input select-button">
        <SelectValue className="truncate">
          {({ selectedText, isPlaceholder, defaultChildren }) =>
            isPlaceholder ? defaultChildren : selectedText
          }
        </SelectValue>
        <ChevronDown aria-hidden size={16} />
      </AriaButton>
      <Below hint={hint} problem={problem} />
      <Popover className="popover listbox-popover" offset={4}>
        <ListBox className="listbox" items={options}>
          {(option) => (
            <ListBoxItem className="listbox-item" id={option.id} textValue={option.name}>
              <Text slot="label">{option.name}</Text>
              {option.detail ? (
                <Text slot="description" className="muted small">
                  {option.detail}
                </Text>
              ) : null}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export interface SwitchProps {
  label: ReactNode;
  value: boolean;
  onChange: (value: boolean) => void;
  disabled?: boolean;
  hint?: string;
  "data-testid"?: string;
}

export function Switch({ label, value, onChange, disabled, hint, ...props }: SwitchProps) {
  return (
    <div className="field">
      <AriaSwitch className="switch" isSelected={value} onChange={onChange} isDisabled={disabled} {...props}>
        <span className="switch-track" aria-hidden />
        <span>{label}</span>
      </AriaSwitch>
      {hint ? <span className="field-hint switch-hint">{hint}</span> : null}
    </div>
  );
}

export function Checkbox({ label, value, onChange, disabled, ...props }: SwitchProps) {
  return (
    <AriaCheckbox
      className="checkbox"
      isSelected={value}
      onChange={onChange}
      isDisabled={disabled}
      data-testid={props["data-testid"]}
    >
      <span className="checkbox-box" aria-hidden>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3.5 8.5 6.5 11.5 12.5 5" />
        </svg>
      </span>
      <span>{label}</span>
    </AriaCheckbox>
  );
}
